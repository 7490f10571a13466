// A kitchen's ledger: what became of its packets and dumplings, and what each chef did.
import { count, countIfKnown, duration, none } from "../shared/format";
import type { KitchenRow } from "../shared/messages";
import type { Ledger } from "../shared/status";

type Fact = [name: string, value: string];

export function LedgerDetail({ row }: { row: KitchenRow }) {
  const ledger = row.ledger;
  return (
    <>
      <dl class="facts">
        {[...cardFacts(row), ...(ledger ? ledgerFacts(ledger) : [])].map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}
      </dl>
      {!ledger && <p class="note">No ledger has arrived yet. nd-sniff sends one every --stats-interval seconds, as KitchenStatusChef.</p>}
      {ledger && ledger.chefs.length > 0 && <Chefs chefs={ledger.chefs} />}
    </>
  );
}

function cardFacts(row: KitchenRow): Fact[] {
  return [
    ["Address", row.host],
    ["Interface", row.interface || none],
    ["Filter", row.filter === "" ? "all packets" : (row.filter ?? none)],
    ["Poke every", duration(row.poke)],
    ["Chefs", row.chefs.join(", ") || none],
    ["Dumplings at the hub", countIfKnown(row.received)],
    ["Refused by the hub", countIfKnown(row.invalid)],
  ];
}

function ledgerFacts(ledger: Ledger): Fact[] {
  return [
    ["Packets captured", countIfKnown(ledger.captured)],
    ["Handled by chefs", countIfKnown(ledger.handled)],
    ["Dropped by the kernel", countIfKnown(ledger.droppedByKernel)],
    ["Dropped by the interface", countIfKnown(ledger.droppedByInterface)],
    ["Unread", countIfKnown(ledger.unread)],
    ["Dumplings made", countIfKnown(ledger.made)],
    ["Acknowledged", countIfKnown(ledger.acknowledged)],
    ["Waiting", countIfKnown(ledger.waiting)],
    ...ledger.dropped.map(({ reason, count: n }): Fact => [`Dropped: ${reason}`, count(n)]),
  ];
}

function Chefs({ chefs }: { chefs: Ledger["chefs"] }) {
  return (
    <table>
      <thead><tr><th>Chef</th><th class="num">Packets</th><th class="num">Dumplings</th><th class="num">Failures</th><th class="num">Time spent</th></tr></thead>
      <tbody>
        {chefs.map((chef) => (
          <tr key={chef.name}>
            <td>{chef.name}{chef.retired && <span class="bad"> retired</span>}</td><td class="num">{countIfKnown(chef.packets)}</td><td class="num">{countIfKnown(chef.dumplings)}</td>
            <td class={`num ${chef.failures ? "bad" : ""}`}>{countIfKnown(chef.failures)}</td><td class="num">{duration(chef.seconds ?? undefined)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
