// The channels of the views that were shown. A view that is shown again continues where it was left.
import type { TailFilter, ViewRequest } from "../shared/messages";
import { BoundedMap } from "./bounded_map";
import { Channel } from "./channel";
import { ChefModel } from "./chef_model";
import { ConnectionsViewModel, DevicesViewModel, DnsViewModel } from "./joined_views";
import { shares } from "./memory";
import { NamesModel } from "./names_model";
import { OverviewModel } from "./overview_model";
import { sameFilter, TailModel } from "./tail_model";

const mostChefs = 8;
/** Without its model. */
const bytesOfChannel = 1 << 20;

export class ViewChannels {
  readonly overview = new Channel(new OverviewModel());
  readonly dns = new Channel(new DnsViewModel());
  readonly devices = new Channel(new DevicesViewModel());
  readonly connections = new Channel(new ConnectionsViewModel());
  readonly names = new Channel(new NamesModel());
  private tailChannel = new Channel(new TailModel({ chef: "", kitchen: "", driver: "", text: "" }));
  private currentChef: Channel<ChefModel> | null = null;
  private readonly earlierChefs = new BoundedMap<Channel<ChefModel>>(mostChefs - 1, shares.earlierChefs, (_, { model }) => bytesOfChannel + model.bytes);

  of(request: ViewRequest): Channel {
    switch (request.view) {
      case "overview":
        return this.overview;
      case "dns":
        return this.dns;
      case "devices":
        return this.devices;
      case "connections":
        return this.connections;
      case "names":
        return this.names;
      case "tail":
        return this.tailFor(request.filter);
      case "chef":
        return this.chef(request.chef);
    }
  }

  /** The tail as it was asked for last. */
  get tail(): Channel<TailModel> {
    return this.tailChannel;
  }

  chef(name: string): Channel<ChefModel> {
    const before = this.currentChef;
    if (before?.model.chef === name) return before;
    const next = this.earlierChefs.get(name) ?? new Channel(new ChefModel(name));
    this.earlierChefs.delete(name);
    if (before && before.model.bytes <= shares.earlierChefs) this.earlierChefs.touch(before.model.chef, () => before);
    this.currentChef = next;
    return next;
  }

  /** Starts the tail again, so that the hub is asked for the newest dumplings. */
  restartTail(filter: TailFilter): void {
    this.tailChannel = new Channel(new TailModel(filter));
  }

  // Another chef, kitchen or driver needs other dumplings from the hub. Another text doesn't, and a paused tail only
  // filters what it already has.
  private tailFor(filter: TailFilter): Channel {
    const model = this.tailChannel.model;
    const sameDumplings = sameFilter({ ...model.asked, text: "" }, { ...filter, text: "" });
    if (sameDumplings || model.isPaused) model.setFilter(filter);
    else this.restartTail(filter);
    return this.tailChannel;
  }
}
