// Which device has which address, according to ARP.
import type { Dumpling } from "../shared/dumpling";
import { numberAt, textAt } from "../shared/json";
import type { AddressesBody, AddressOrder, AddressRow } from "../shared/messages";
import { boundedName } from "../shared/names";
import { comparable } from "../shared/readable";
import { compareAddresses } from "./addresses";
import { BoundedMap } from "./bounded_map";
import { bytesOf, shares } from "./memory";
import type { Model } from "./model";

export const mostAddresses = 10000;
const mostChanges = 8;

export interface AddressQuery {
  search: string;
  sort: AddressOrder;
  /** The number of addresses to return at most. */
  rows: number;
}

export class ArpModel implements Model {
  readonly wanted = { chefs: ["ARPChef"], since: 3600 };
  private readonly devices: BoundedMap<AddressRow>;

  constructor(mostBytes = shares.addresses) {
    this.devices = new BoundedMap<AddressRow>(mostAddresses, mostBytes, bytesOfDevice);
  }

  /**
   * Notes the sender of a request or reply as a device. A sender of 0.0.0.0 only asks whether an address is free, so it
   * is no device. Kitchens in two networks may see the same address, so devices are kept for each kitchen. Returns the
   * device if its MAC has changed.
   */
  fold(dumpling: Dumpling): AddressRow | undefined {
    const ip = boundedName(textAt(dumpling.payload, "src_ip") ?? "");
    const mac = boundedName(textAt(dumpling.payload, "src_hw") ?? "");
    if (ip === "" || mac === "" || ip === "0.0.0.0") return undefined;
    const time = numberAt(dumpling.payload, "time") ?? dumpling.time;
    const kitchen = dumpling.kitchen ?? "";
    const operation = textAt(dumpling.payload, "operation");
    const newDevice = () => ({ ip, mac, first: time, last: time, kitchen, requests: 0, replies: 0, changed: 0, changes: [] });
    let moved: AddressRow | undefined;
    this.devices.update(`${kitchen}\n${ip}`, newDevice, (device) => {
      if (noteMac(device, mac, time)) moved = device;
      device.first = Math.min(device.first, time);
      device.last = Math.max(device.last, time);
      if (operation === "request") ++device.requests;
      if (operation === "reply") ++device.replies;
    });
    return moved;
  }

  view({ search, sort, rows }: AddressQuery): AddressesBody {
    const words = comparable(search);
    const found: AddressRow[] = [];
    let changed = 0;
    for (const device of this.devices.entries.values()) {
      if (device.changed > 0) ++changed;
      if (words === "" || device.ip.includes(words) || comparable(device.mac).includes(words)) found.push(device);
    }
    found.sort((a, b) => order(sort, a, b) || compareAddresses(a.ip, b.ip));
    return { addresses: found.slice(0, rows), matched: found.length, known: this.devices.size, changed };
  }
}

/** Returns whether the MAC is another one than before. */
function noteMac(device: AddressRow, mac: string, time: number): boolean {
  if (device.mac === mac) return false;
  ++device.changed;
  device.changes = [{ time, from: device.mac }, ...device.changes].slice(0, mostChanges);
  device.mac = mac;
  return true;
}

function bytesOfDevice(key: string, { ip, mac, kitchen, changes }: AddressRow): number {
  const own = 220 + bytesOf(key) + bytesOf(ip) + bytesOf(mac) + bytesOf(kitchen);
  return changes.reduce((sum, { from }) => sum + 50 + bytesOf(from), own);
}

function order(by: AddressOrder, a: AddressRow, b: AddressRow): number {
  if (by === "last") return b.last - a.last;
  if (by === "first") return b.first - a.first;
  return by === "changes" ? b.changed - a.changed : 0;
}
