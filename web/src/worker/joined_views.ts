// The models of the views that draw the dumplings of several chefs.
import type { DevicesBody, DnsBody } from "../shared/messages";
import type { ConnectionsBody } from "../shared/network";
import { type AddressQuery, ArpModel } from "./arp_model";
import { type DeviceQuery, DeviceModel } from "./device_model";
import { DnsAnswersModel } from "./dns_answers_model";
import { DnsModel, type HostQuery } from "./dns_model";
import { FlowModel, type FlowQuery } from "./flow_model";
import { JoinedModel } from "./joined_model";
import { UnreachableModel } from "./unreachable_model";

export class DnsViewModel extends JoinedModel<{ lookups: DnsModel; answers: DnsAnswersModel }> {
  constructor() {
    super({ lookups: new DnsModel(), answers: new DnsAnswersModel() });
  }

  view(query: HostQuery, now: number): DnsBody {
    const { lookups, answers } = this.parts;
    return { view: "dns", lookups: lookups.view(query, now), answers: answers.view(query, now) };
  }
}

export class DevicesViewModel extends JoinedModel<{ devices: DeviceModel; addresses: ArpModel }> {
  constructor() {
    super({ devices: new DeviceModel(), addresses: new ArpModel() });
  }

  view(query: AddressQuery & { deviceSort: DeviceQuery["sort"] }): DevicesBody {
    const { devices, addresses } = this.parts;
    return { view: "devices", devices: devices.view({ ...query, sort: query.deviceSort }), addresses: addresses.view(query) };
  }
}

export class ConnectionsViewModel extends JoinedModel<{ flows: FlowModel; unreachable: UnreachableModel }> {
  constructor() {
    super({ flows: new FlowModel(), unreachable: new UnreachableModel() });
  }

  view(query: FlowQuery): ConnectionsBody {
    const { flows, unreachable } = this.parts;
    return { view: "connections", flows: flows.view(query), unreachable: unreachable.view(query) };
  }
}
