// The names that are looked up, and how often, according to DNSLookupChef.
import { Component, type ComponentChildren } from "preact";
import { count } from "../shared/format";
import type { HostOrder, LookupsBody } from "../shared/messages";
import { Chart } from "./chart";
import type { DnsChoice } from "./choices";
import { Search } from "./inputs";
import { Panel } from "./panel";
import { Spark } from "./spark";
import { More, moreRows, shownOf, SortHead, When } from "./table";
import { useNextFrame } from "./use_next_frame";

/** Is drawn only when it gets new lookups. */
class Lookups extends Component<{ lookups: LookupsBody["lookups"] }> {
  override shouldComponentUpdate({ lookups }: { lookups: LookupsBody["lookups"] }): boolean {
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
class Hosts extends Component<{ hosts: LookupsBody["hosts"]; head: ComponentChildren; sort: HostOrder }> {
  override shouldComponentUpdate({ hosts, sort }: { hosts: LookupsBody["hosts"]; sort: HostOrder }): boolean {
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

export function LookupRate({ body, windowChoice }: { body: LookupsBody; windowChoice: ComponentChildren }) {
  return (
    <Panel title="Lookups per second, by kitchen" tools={windowChoice}>
      <Chart plot={body.rate} kind="kitchen" label="Lookups per second by kitchen" unit="/s" />
    </Panel>
  );
}

/** The hosts, and beside them the newest lookups. */
export function LookupTables({ body, choice, onChoice }: { body: LookupsBody; choice: DnsChoice; onChoice: (choice: DnsChoice) => void }) {
  const lookups = useNextFrame(body.lookups);
  const head = (order: HostOrder, name: string, numeric = false) => (
    <SortHead order={order} current={choice.sort} onSort={(sort) => onChoice({ ...choice, sort })} numeric={numeric}>{name}</SortHead>
  );
  return (
    <div class="columns uneven">
      <Panel title="Hosts" note={`${shownOf(body.hosts.length, body.matched)} shown`} id="hosts"
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
  );
}
