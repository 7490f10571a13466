// A kitchen's ledger: what became of its packets and dumplings, and what each chef did.
import { count, countIfKnown, duration, none, time } from "../shared/format";
import type { KitchenRow } from "../shared/messages";
import type { Absence } from "../shared/absences";
import type { Ledger } from "../shared/status";
import { type Fact, Facts } from "./facts";

export const sharedNameExplained =
  "Kitchens on different hosts have this name, so nothing tells their dumplings and ledgers apart. nd-sniff --kitchen-name gives one of them another name.";

export function LedgerDetail({ row }: { row: KitchenRow }) {
  const ledger = row.ledger;
  return (
    <>
      <Facts facts={[...cardFacts(row), ...(row.absence ? absenceFacts(row.absence) : []), ...(ledger ? ledgerFacts(ledger) : [])]} />
      {row.shared && <p class="note">{sharedNameExplained}</p>}
      {!ledger && <p class="note">{row.absence ? ledgerTooOld : noLedgerYet}</p>}
      {ledger && ledger.chefs.length > 0 && <Chefs chefs={ledger.chefs} />}
    </>
  );
}

const noLedgerYet = "No ledger has arrived yet. nd-sniff sends one every --stats-interval seconds, as KitchenStatusChef.";
const ledgerTooOld = "These are the hub's counts. The page has no ledger of the kitchen itself: it gets those of the last ten minutes before it was opened, and later ones.";

/** A kitchen that went before the page was opened has no card here. */
function cardFacts(row: KitchenRow): Fact[] {
  const facts: Fact[] = [
    ["Address", row.host],
    ["Interface", row.interface || none],
    ["Filter", row.filter === "" ? "all packets" : (row.filter ?? none)],
    ["Poke every", duration(row.poke ?? undefined)],
    ["Chefs", row.chefs.join(", ") || none],
    ["Dumplings at the hub", countIfKnown(row.received)],
    ["Refused by the hub", countIfKnown(row.invalid)],
    ["Sent again", countIfKnown(row.known)],
  ];
  return row.absence ? facts.filter(([, value]) => value !== none) : facts;
}

function absenceFacts({ came, seen, left, why }: Absence): Fact[] {
  const facts: Fact[] = [["Connected at", time(came ?? undefined)], ["Last heard at", time(seen ?? undefined)], ["Gone at", time(left ?? undefined)], ["How it went", why || none]];
  return facts.filter(([, value]) => value !== none);
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
