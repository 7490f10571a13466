// The names that clients say.
import { count } from "../shared/format";
import type { NameOrder, NamesBody } from "../shared/network";
import type { NamesChoice } from "./choices";
import { Search } from "./inputs";
import { Panel } from "./panel";
import { StartNetworkChefs } from "./start_kitchen";
import { More, moreRows, shownOf, SortHead, When } from "./table";

export function Names({ body, choice, onChoice }: { body: NamesBody; choice: NamesChoice; onChoice: (choice: NamesChoice) => void }) {
  if (body.known === 0) {
    return (
      <section class="panel">
        <StartNetworkChefs title="No names yet">TlsChef, DnsChef and HttpChef report which names clients ask for.</StartNetworkChefs>
      </section>
    );
  }
  const head = (order: NameOrder, name: string, numeric = false, optional = false) => (
    <SortHead order={order} current={choice.sort} onSort={(sort) => onChoice({ ...choice, sort })} numeric={numeric} optional={optional}>{name}</SortHead>
  );
  return (
    <Panel title="Names" note={`${shownOf(body.rows.length, body.matched)} shown`} id="names"
      tools={<Search value={choice.search} label="Search names  /" onInput={(search) => onChoice({ ...choice, search })} />}>
      <div class="scroll tall">
        <table class="even names">
          <thead>
            <tr>{head("client", "Client")}{head("name", "Name")}{head("how", "By")}{head("count", "Count", true)}{head("last", "Last", true, true)}
              <th class="opt">JA4</th><th class="far">Kitchen</th></tr>
          </thead>
          <tbody>
            {body.rows.map(({ client, name, how, count: times, last, ja4, kitchen }, i) => (
              <tr key={i}>
                <td class="mono break">{client}</td><td class="mono break">{name}</td><td>{how}</td><td class="num">{count(times)}</td>
                <td class="num opt break"><When at={last} /></td><td class="mono break opt">{ja4 ?? ""}</td><td class="far">{kitchen}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <More shown={body.rows.length} all={body.matched} onMore={() => onChoice({ ...choice, rows: choice.rows + moreRows })} />
      </div>
    </Panel>
  );
}
