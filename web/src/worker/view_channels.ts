// The channels of the views that were shown. A view that is shown again continues where it was left.
import type { TailFilter, ViewRequest } from "../shared/messages";
import { ArpModel } from "./arp_model";
import { BoundedMap } from "./bounded_map";
import { Channel } from "./channel";
import { ChefModel } from "./chef_model";
import { DnsModel } from "./dns_model";
import { OverviewModel } from "./overview_model";
import { sameFilter, TailModel } from "./tail_model";

const mostChefs = 8;

export class ViewChannels {
  readonly overview = new Channel(new OverviewModel());
  readonly dns = new Channel(new DnsModel());
  readonly arp = new Channel(new ArpModel());
  private tailChannel = new Channel(new TailModel({ chef: "", kitchen: "", driver: "", text: "" }));
  private readonly chefs = new BoundedMap<Channel<ChefModel>>(mostChefs);

  of(request: ViewRequest): Channel {
    switch (request.view) {
      case "overview":
        return this.overview;
      case "dns":
        return this.dns;
      case "arp":
        return this.arp;
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
    return this.chefs.touch(name, () => new Channel(new ChefModel(name)));
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
