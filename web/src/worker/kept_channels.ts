// The channels of the views that were shown: going back to one goes on where it was.
import type { Place } from "../shared/messages";
import { ArpModel } from "./arp_model";
import { BoundedMap } from "./bounded_map";
import { ChefModel } from "./chef_model";
import { DnsModel } from "./dns_model";
import { Channel } from "./link";
import { OverviewModel } from "./overview_model";
import { sameFilter, TailModel, wantedBy } from "./tail_model";

const mostChefs = 8;

export class KeptChannels {
  readonly overviewModel = new OverviewModel();
  private readonly overview = new Channel(this.overviewModel);
  private readonly dns = new Channel(new DnsModel());
  private readonly arp = new Channel(new ArpModel());
  private tail: Channel | null = null;
  private readonly chefs = new BoundedMap<Channel>(mostChefs);

  of(place: Place): Channel {
    switch (place.view) {
      case "overview":
        return this.overview;
      case "dns":
        return this.dns;
      case "arp":
        return this.arp;
      case "tail":
        return this.tailFor(place.filter);
      case "chef":
        return this.chefs.touch(place.chef, () => new Channel(new ChefModel(place.chef)));
    }
  }

  get tailModel(): TailModel | null {
    return this.tail ? (this.tail.model as TailModel) : null;
  }

  /** Another chef, kitchen or driver is another question to the hub; but while it is held, what is there is filtered. */
  private tailFor(filter: Parameters<typeof wantedBy>[0]): Channel {
    const model = this.tailModel;
    const { text: _, ...asked } = filter;
    const same = model && sameFilter({ ...model.asked, text: "" }, { ...asked, text: "" });
    if (!this.tail || !model || (!same && !model.isHeld)) this.tail = new Channel(new TailModel(filter));
    else model.setFilter(filter);
    return this.tail;
  }

  /** What was missed while it was held is asked for anew. */
  refillTail(filter: Parameters<typeof wantedBy>[0]): void {
    this.tail = new Channel(new TailModel(filter));
  }
}
