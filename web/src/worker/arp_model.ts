// Which device has which address, according to ARP.
import type { Dumpling } from "../shared/dumpling";
import { numberAt, textAt } from "../shared/json";
import type { ArpBody, DeviceOrder, DeviceRow } from "../shared/messages";
import { BoundedMap } from "./bounded_map";
import type { Model } from "./model";

export const mostDevices = 10000;
const mostChanges = 8;

export interface DeviceQuery {
  search: string;
  sort: DeviceOrder;
  /** The number of devices to return at most. */
  rows: number;
}

export class ArpModel implements Model {
  readonly wanted = { chefs: ["ARPChef"], since: 3600 };
  private readonly devices = new BoundedMap<DeviceRow>(mostDevices);

  /**
   * Notes the sender of a request or reply as a device. A sender of 0.0.0.0 only asks whether an address is free, so it
   * is no device. Kitchens in two networks may see the same address, so devices are kept for each kitchen.
   */
  fold(dumpling: Dumpling): void {
    const ip = textAt(dumpling.payload, "src_ip");
    const mac = textAt(dumpling.payload, "src_hw");
    if (ip === undefined || mac === undefined || ip === "0.0.0.0") return;
    const time = numberAt(dumpling.payload, "time") ?? dumpling.time;
    const kitchen = dumpling.kitchen ?? "";
    const device = this.devices.touch(`${kitchen}\n${ip}`, () => ({
      ip, mac, first: time, last: time, kitchen, requests: 0, replies: 0, changed: 0, changes: [],
    }));
    if (device.mac !== mac) {
      ++device.changed;
      device.changes = [{ time, from: device.mac }, ...device.changes].slice(0, mostChanges);
    }
    device.mac = mac;
    device.first = Math.min(device.first, time);
    device.last = Math.max(device.last, time);
    const operation = textAt(dumpling.payload, "operation");
    if (operation === "request") ++device.requests;
    if (operation === "reply") ++device.replies;
  }

  view({ search, sort, rows }: DeviceQuery): ArpBody {
    const words = search.toLowerCase();
    const found: DeviceRow[] = [];
    let changed = 0;
    for (const device of this.devices.entries.values()) {
      if (device.changed > 0) ++changed;
      if (words === "" || device.ip.includes(words) || device.mac.toLowerCase().includes(words)) found.push(device);
    }
    found.sort((a, b) => order(sort, a, b) || compareAddresses(a.ip, b.ip));
    return { view: "arp", devices: found.slice(0, rows), matched: found.length, known: this.devices.size, changed };
  }
}

function order(by: DeviceOrder, a: DeviceRow, b: DeviceRow): number {
  if (by === "last") return b.last - a.last;
  if (by === "first") return b.first - a.first;
  return by === "changes" ? b.changed - a.changed : 0;
}

/** Compares addresses as numbers: 10.0.0.9 comes before 10.0.0.10. */
export function compareAddresses(a: string, b: string): number {
  const left = a.split(".").map(Number);
  const right = b.split(".").map(Number);
  for (let i = 0; i < 4; ++i) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0 && !Number.isNaN(difference)) return difference;
  }
  return a < b ? -1 : a > b ? 1 : 0;
}
