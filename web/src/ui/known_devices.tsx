// What is known about each device, according to DeviceChef.
import { count, fullTime } from "../shared/format";
import type { DeviceOrder, DeviceRow, KnownDevicesBody } from "../shared/network";
import type { DevicesChoice } from "./choices";
import { Search } from "./inputs";
import { Panel } from "./panel";
import { More, moreRows, shownOf, SortHead, When } from "./table";

export function KnownDevices({ body, choice, onChoice }: { body: KnownDevicesBody; choice: DevicesChoice; onChoice: (choice: DevicesChoice) => void }) {
  const head = (order: DeviceOrder, name: string, numeric = false, optional = false) => (
    <SortHead order={order} current={choice.deviceSort} onSort={(deviceSort) => onChoice({ ...choice, deviceSort })} numeric={numeric} optional={optional}>{name}</SortHead>
  );
  return (
    <Panel title="Devices" note={`${shownOf(body.rows.length, body.matched)} shown`} id="known-devices"
      tools={<Search value={choice.search} label="Search devices  /" onInput={(search) => onChoice({ ...choice, search })} />}>
      <div class="scroll tall">
        <table class="even known-devices">
          <thead>
            <tr>{head("hostname", "Hostname")}{head("address", "Addresses")}{head("hardware", "MAC address")}{head("vendor", "Vendor class", false, true)}
              {head("first", "First seen", true, true)}{head("last", "Last seen", true, true)}<th class="opt">Seen by</th>{head("changes", "Changes", true, true)}<th class="far">Kitchen</th></tr>
          </thead>
          <tbody>{body.rows.map((device, i) => <Device key={i} device={device} />)}</tbody>
        </table>
        <More shown={body.rows.length} all={body.matched} onMore={() => onChoice({ ...choice, rows: choice.rows + moreRows })} />
      </div>
    </Panel>
  );
}

function Device({ device }: { device: DeviceRow }) {
  return (
    <tr>
      <td class="break">{device.hostname ?? ""}</td><td class="mono break">{device.addresses.map((address) => <span class="line" key={address}>{address}</span>)}</td>
      <td class="mono break">{device.hardware}</td><td class="opt break">{device.vendorClass ?? ""}</td>
      <td class="num opt break"><When at={device.first} /></td><td class="num opt break"><When at={device.last} /></td>
      <td class="opt break">{device.by.join(", ")}</td><td class="num opt"><Changes device={device} /></td><td class="far">{device.kitchen}</td>
    </tr>
  );
}

function Changes({ device }: { device: DeviceRow }) {
  const newest = device.changes[0];
  if (!newest) return <span class="note">none</span>;
  const setTitle = (element: HTMLElement) => {
    element.title = device.changes.map(({ what, at }) => `${fullTime(at)}: ${what}`).join("\n");
  };
  return <span onMouseEnter={(event) => setTitle(event.currentTarget)}>{count(device.changed)} · {newest.what}</span>;
}
