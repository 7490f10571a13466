// The devices in the network, according to DeviceChef.
import type { Dumpling } from "../shared/dumpling";
import { longestAddress } from "../shared/ends";
import { at, numberAt, textsAt } from "../shared/json";
import { boundedName, nameAt, nameOrNull } from "../shared/names";
import type { DeviceOrder, DeviceRow, KnownDevicesBody } from "../shared/network";
import { hasEach, wordsOf } from "../shared/readable";
import { compareAddresses } from "./addresses";
import { BoundedMap } from "./bounded_map";
import { bytesOf, shares } from "./memory";
import type { Model } from "./model";
import { byNumber, byText, firstOf } from "./ordering";

export const mostDevices = 3000;
const mostAddresses = 16;  // of a device
const mostWays = 4;
const mostChanges = 8;
const longestWord = 32;  // characters

export interface DeviceQuery {
  search: string;
  sort: DeviceOrder;
  /** The number of devices to return at most. */
  rows: number;
}

interface Report extends Omit<DeviceRow, "by" | "changed" | "changes"> {
  by: string | undefined;
  change: string | undefined;
}

export class DeviceModel implements Model {
  readonly wanted = { chefs: ["DeviceChef"], since: 86400 };
  private readonly devices = new BoundedMap<DeviceRow>(mostDevices, shares.knownDevices, bytesOfDevice);

  /** Kitchens in two networks may see the same hardware address, so devices are kept for each kitchen. */
  fold(dumpling: Dumpling): void {
    const report = readDevice(dumpling);
    if (!report) return;
    const { by, change, ...known } = report;
    this.devices.update(`${known.kitchen}\n${known.hardware}`, () => ({ ...known, by: [], changed: 0, changes: [] }), (device) => {
      const first = Math.min(device.first, known.first);
      if (known.last >= device.last) Object.assign(device, known);
      device.first = first;
      if (by !== undefined && !device.by.includes(by)) device.by = [...device.by, by].slice(-mostWays);
      if (change === undefined || change === "new") return;
      ++device.changed;
      device.changes = [{ what: change, at: known.last }, ...device.changes].slice(0, mostChanges);
    });
  }

  view({ search, sort, rows }: DeviceQuery): KnownDevicesBody {
    const words = wordsOf(search);
    const found: DeviceRow[] = [];
    for (const device of this.devices.entries.values()) if (words.length === 0 || hasEach(textOf(device), words)) found.push(device);
    const compare = (a: DeviceRow, b: DeviceRow) => order(sort, a, b) || byText(a.hardware, b.hardware) || byText(a.kitchen, b.kitchen);
    return { rows: firstOf(found, rows, compare), matched: found.length, known: this.devices.size };
  }
}

function readDevice({ payload, kitchen, time }: Dumpling): Report | undefined {
  const device = at(payload, "device");
  const hardware = nameAt(device, "hardware", longestAddress);
  if (hardware === undefined) return undefined;
  return {
    hardware,
    addresses: textsAt(device, "addresses").slice(0, mostAddresses).map((address) => boundedName(address, longestAddress)),
    hostname: nameOrNull(device, "hostname"),
    vendorClass: nameOrNull(device, "vendor_class"),
    first: numberAt(device, "first_seen") ?? time,
    last: numberAt(device, "last_seen") ?? time,
    kitchen: kitchen ?? "",
    by: nameAt(device, "by", longestWord),
    change: nameAt(device, "change", longestWord),
  };
}

function textOf({ hardware, addresses, hostname, vendorClass, by, kitchen }: DeviceRow): string {
  return [hardware, ...addresses, hostname, vendorClass, ...by, kitchen].join(" ");
}

function bytesOfDevice(key: string, { hardware, addresses, hostname, vendorClass, by, changes, kitchen }: DeviceRow): number {
  const texts = [key, hardware, ...addresses, hostname ?? "", vendorClass ?? "", ...by, ...changes.map(({ what }) => what), kitchen];
  return texts.reduce((sum, text) => sum + bytesOf(text), 300 + 50 * changes.length);
}

function order(by: DeviceOrder, a: DeviceRow, b: DeviceRow): number {
  switch (by) {
    case "address":
      return compareAddresses(a.addresses[0] ?? "~", b.addresses[0] ?? "~");
    case "hardware":
    case "hostname":
      return byText(a[by], b[by]);
    case "vendor":
      return byText(a.vendorClass, b.vendorClass);
    case "first":
    case "last":
      return byNumber(a[by], b[by]);
    case "changes":
      return byNumber(a.changed, b.changed);
  }
}
