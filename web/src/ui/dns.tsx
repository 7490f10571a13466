// The names that are looked up, and how often.
import { Component, type ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { count } from "../shared/format";
import type { DnsBody, HostOrder } from "../shared/messages";
import { Chart } from "./chart";
import type { DnsChoice } from "./choices";
import { Search, WindowChoice } from "./inputs";
import { Panel } from "./panel";
import { Spark } from "./spark";
import { StartChef } from "./start_kitchen";
import { More, moreRows, SortHead, When } from "./table";

/** Returns the value one frame later. Two tables in two short frames are smoother than both in one long frame. */
function useNextFrame<Value>(value: Value): Value {
  const [shown, setShown] = useState(value);
  useEffect(() => {
    const frame = requestAnimationFrame(() => setShown(value));
    return () => cancelAnimationFrame(frame);
  }, [value]);
  return shown;
}

/** Is drawn only when it gets new lookups. */
class Lookups extends Component<{ lookups: DnsBody["lookups"] }> {
  override shouldComponentUpdate({ lookups }: { lookups: DnsBody["lookups"] }): boolean {
    return lookups !== this.props.lookups;
  }

  render() {
    return (
      <table class="even lookups">
        <thead><tr><th>Time</th><th>Host</th><th class="opt">Kitchen</th></tr></thead>
        <tbody>
          {this.props.lookups.map((lookup, i) => (
            <tr key={i}>
              <td class="nowrap num-left"><When at={lookup.time} digits={3} /></td>
              <td class="mono break">{lookup.hostname || "(root)"}</td><td class="opt">{lookup.kitchen}</td>
            </tr>
          ))}
        </tbody>
      </table>
    );
  }
}

/** Is drawn only when it gets new hosts or another order. */
class Hosts extends Component<{ hosts: DnsBody["hosts"]; head: ComponentChildren; sort: HostOrder }> {
  override shouldComponentUpdate({ hosts, sort }: { hosts: DnsBody["hosts"]; sort: HostOrder }): boolean {
    return hosts !== this.props.hosts || sort !== this.props.sort;
  }

  render() {
    return (
      <table class="even hosts">
        <thead>{this.props.head}</thead>
        <tbody>
          {this.props.hosts.map((host, i) => (
            <tr key={i}>
              <td class="mono break">{host.name || "(root)"}</td><td class="num">{count(host.count)}</td>
              <td class="num"><When at={host.latest} /></td><td class="opt"><Spark values={host.spark} bars /></td>
            </tr>
          ))}
        </tbody>
      </table>
    );
  }
}

export function Dns({ body, choice, onChoice }: { body: DnsBody; choice: DnsChoice; onChoice: (choice: DnsChoice) => void }) {
  const lookups = useNextFrame(body.lookups);
  if (body.known === 0) return <section class="panel"><StartChef chef="DNSLookupChef" /></section>;
  const head = (order: HostOrder, name: string, numeric = false) => (
    <SortHead order={order} current={choice.sort} onSort={(sort) => onChoice({ ...choice, sort })} numeric={numeric}>{name}</SortHead>
  );
  const shown = body.hosts.length < body.matched ? `${count(body.hosts.length)} of ${count(body.matched)}` : count(body.matched);
  return (
    <>
      <Panel title="Lookups per second, by kitchen" tools={<WindowChoice value={choice.window} onChange={(window) => onChoice({ ...choice, window })} />}>
        <Chart plot={body.rate} label="Lookups per second by kitchen" unit="/s" />
      </Panel>
      <div class="columns uneven">
        <Panel title="Hosts" note={`${shown} shown`} id="hosts"
          tools={<Search value={choice.search} label="Search hosts  /" onInput={(search) => onChoice({ ...choice, search })} />}>
          <div class="scroll tall">
            <Hosts hosts={body.hosts} sort={choice.sort}
              head={<tr>{head("name", "Host")}{head("count", "Lookups", true)}{head("latest", "Last seen", true)}<th class="opt">Last 5 min</th></tr>} />
            <More shown={body.hosts.length} all={body.matched} onMore={() => onChoice({ ...choice, rows: choice.rows + moreRows })} />
          </div>
        </Panel>
        <Panel title="Newest lookups" id="lookups">
          <div class="scroll tall">
            <Lookups lookups={lookups} />
          </div>
        </Panel>
      </div>
    </>
  );
}
