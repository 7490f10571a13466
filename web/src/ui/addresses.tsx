// Which device has which address, according to ARPChef.
import { count, fullTime } from "../shared/format";
import type { AddressesBody, AddressOrder, AddressRow } from "../shared/messages";
import type { DevicesChoice } from "./choices";
import { Search } from "./inputs";
import { Panel } from "./panel";
import { More, moreRows, shownOf, SortHead, When } from "./table";

export function Addresses({ body, choice, onChoice }: { body: AddressesBody; choice: DevicesChoice; onChoice: (choice: DevicesChoice) => void }) {
  const head = (order: AddressOrder, name: string, numeric = false, optional = false) => (
    <SortHead order={order} current={choice.sort} onSort={(sort) => onChoice({ ...choice, sort })} numeric={numeric} optional={optional}>{name}</SortHead>
  );
  const changed = body.changed === 1 ? "1 has changed its MAC" : `${count(body.changed)} have changed their MAC`;
  return (
    <Panel title="Addresses, by ARP" note={`${shownOf(body.addresses.length, body.matched)} shown${body.changed > 0 ? `; ${changed}` : ""}`} id="devices"
      tools={<Search value={choice.search} label="Search addresses  /" onInput={(search) => onChoice({ ...choice, search })} />}>
      <div class="scroll tall">
        <table class="even devices">
          <thead>
            <tr>{head("ip", "IP address")}<th>MAC address</th>{head("first", "First seen", true, true)}{head("last", "Last seen", true)}
              {head("changes", "Changes of MAC", true, true)}<th class="num opt">Requests</th><th class="num opt">Replies</th><th class="opt">Kitchen</th></tr>
          </thead>
          <tbody>
            {body.addresses.map((device) => <Device key={`${device.kitchen}\n${device.ip}`} device={device} />)}
          </tbody>
        </table>
        <More shown={body.addresses.length} all={body.matched} onMore={() => onChoice({ ...choice, rows: choice.rows + moreRows })} />
      </div>
    </Panel>
  );
}

function Device({ device }: { device: AddressRow }) {
  return (
    <tr class={device.changed > 0 ? "changed" : ""}>
      <td class="mono">{device.ip}</td><td class="mono break">{device.mac}{device.changes[0] && <span class="small-only">was {device.changes[0].from}</span>}</td>
      <td class="num opt"><When at={device.first} /></td><td class="num"><When at={device.last} /></td>
      <td class="num opt"><Changes device={device} /></td>
      <td class="num opt">{count(device.requests)}</td><td class="num opt">{count(device.replies)}</td><td class="opt break">{device.kitchen}</td>
    </tr>
  );
}

function Changes({ device }: { device: AddressRow }) {
  const newest = device.changes[0];
  if (!newest) return <span class="note">none</span>;
  const setTitle = (element: HTMLElement) => {
    element.title = device.changes.map(({ time, from }) => `${fullTime(time)}: was ${from}`).join("\n");
  };
  return <span class="state silent" onMouseEnter={(event) => setTitle(event.currentTarget)}>{count(device.changed)} · was <span class="mono">{newest.from}</span></span>;
}
