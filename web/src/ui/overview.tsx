// The hub at a glance.
import { useState } from "preact/hooks";
import { ago, count, duration, none, perSecond, share } from "../shared/format";
import type { Frame, KitchenRow, KitchenState, OverviewBody } from "../shared/messages";
import type { Eater, Ledger, Trouble } from "../shared/status";
import { Empty, Panel, WindowChoice } from "./bits";
import { Chart } from "./chart";
import { StartKitchen } from "./start_kitchen";

const stateWords: Record<KitchenState, string> = { ok: "ok", silent: "silent", unknown: "connected", left: "left" };

export function Overview({ frame, body, window, onWindow }: {
  frame: Frame; body: OverviewBody; window: number; onWindow: (seconds: number) => void;
}) {
  const status = frame.status;
  return (
    <>
      <Tiles frame={frame} body={body} />
      {frame.troubles.length > 0 && <Troubles troubles={frame.troubles} />}
      {body.kitchens.length === 0 && status && <section class="panel"><StartKitchen /></section>}
      <div class="columns">
        <Panel title="Dumplings per second, by chef" tools={<WindowChoice value={window} onChange={onWindow} />}>
          <Chart plot={body.byChef} label="Dumplings per second by chef" unit="/s" />
        </Panel>
        <Panel title="Dumplings per second, by kitchen">
          <Chart plot={body.byKitchen} label="Dumplings per second by kitchen" unit="/s" />
        </Panel>
      </div>
      <Panel title="Packets per second, by layer" note="as PacketCountChef counts them">
        <div class="split">
          <Chart plot={body.layers} label="Packets per second by layer" unit="/s" />
          <Layers totals={body.layerTotals} />
        </div>
      </Panel>
      {body.kitchens.length > 0 && <Kitchens rows={body.kitchens} leftOut={status ? status.kitchenCount - status.kitchens.length : 0} />}
      <Eaters eaters={status?.eaters ?? []} total={status?.eaterCount ?? 0} me={body.me} />
    </>
  );
}

function Tile({ name, value, note }: { name: string; value: string; note?: string }) {
  return <div class="tile"><span class="name">{name}</span><span class="value">{value}</span>{note && <span class="note">{note}</span>}</div>;
}

function Tiles({ frame, body }: { frame: Frame; body: OverviewBody }) {
  const status = frame.status;
  const silent = body.kitchens.filter(({ state }) => state === "silent").length;
  return (
    <div class="tiles">
      <Tile name="Dumplings" value={perSecond(body.rate)} note="over the last 10 s" />
      <Tile name="Taken in" value={count(status?.dumplingsIn)} note={status?.invalid ? `${count(status.invalid)} refused` : "since the hub's start"} />
      <Tile name="Sent out" value={count(status?.dumplingsOut)} note="to all eaters" />
      <Tile name="Kitchens" value={count(status?.kitchenCount)} note={silent > 0 ? `${silent} silent` : "connected"} />
      <Tile name="Eaters" value={count(status?.eaterCount)} note="this page is one" />
      <Tile name="Hub up" value={duration(status?.uptime)} />
    </div>
  );
}

function Troubles({ troubles }: { troubles: Trouble[] }) {
  return (
    <section class="panel troubles" aria-label="What is wrong" role="status">
      <ul>
        {troubles.map(({ level, who, text }, i) => (
          <li key={i} class={level}><span class="badge">{level === "bad" ? "Problem" : "Notice"}</span> <strong>{who}</strong> {text}</li>
        ))}
      </ul>
    </section>
  );
}

function Layers({ totals }: { totals: OverviewBody["layerTotals"] }) {
  if (totals.length === 0) return <Empty title="No counts yet">PacketCountChef tells them at every poke.</Empty>;
  const most = totals[0]!.packets;
  return (
    <div class="scroll short">
      <table class="layers">
        <thead><tr><th>Layer</th><th class="num">Packets</th><th class="num">Per s</th><th class="num" title="of the most frequent layer">Share</th></tr></thead>
        <tbody>
          {totals.map(({ name, packets, rate }) => (
            <tr key={name}><td>{name}</td><td class="num">{count(packets)}</td><td class="num">{perSecond(rate)}</td><td class="num">{share(packets, most)}</td></tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function dropped(ledger: Ledger | null): number | null {
  if (!ledger) return null;
  const parts = [ledger.droppedByKernel, ledger.droppedByInterface, ...ledger.dropped.map(({ count: n }) => n)];
  return parts.reduce<number>((sum, part) => sum + (part ?? 0), 0);
}

const maybe = (value: number | null | undefined) => count(value ?? undefined);

function Kitchens({ rows, leftOut }: { rows: KitchenRow[]; leftOut: number }) {
  const [open, setOpen] = useState<string | null>(null);
  return (
    <Panel title="Kitchens" note={leftOut > 0 ? `${count(leftOut)} more than the hub tells of` : undefined} id="kitchens">
      <div class="scroll">
        <table class="kitchens">
          <thead>
            <tr>
              <th>Kitchen</th><th>State</th><th class="num">Heard of</th><th class="opt">Interface</th><th class="opt">Filter</th><th class="wide">Chefs</th>
              <th class="num opt" title="Dumplings that the hub had of it">Dumplings</th><th class="num opt" title="Packets that passed its filter">Captured</th>
              <th class="num" title="Packets and dumplings">Dropped</th><th class="num opt" title="Dumplings the hub hasn't acknowledged">Waiting</th><th class="far">Address</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => {
              const id = `${row.name} ${row.host}`;
              return <KitchenLines key={id} row={row} isOpen={open === id} onToggle={() => setOpen(open === id ? null : id)} />;
            })}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

function KitchenLines({ row, isOpen, onToggle }: { row: KitchenRow; isOpen: boolean; onToggle: () => void }) {
  const lost = dropped(row.ledger);
  return (
    <>
      <tr class={row.state}>
        <th scope="row" class="break">
          <button type="button" class="fold" aria-expanded={isOpen} aria-label={`the ledger of ${row.name}`} onClick={onToggle}>{isOpen ? "▾" : "▸"}</button>
          {row.name}
        </th>
        <td><span class={`state ${row.state}`}>{stateWords[row.state]}</span></td>
        <td class="num">{ago(row.heard ?? undefined)}</td>
        <td class="opt mono">{row.interface || none}</td>
        <td class="opt mono clip" title={row.filter ?? ""}>{row.filter === "" ? "all packets" : (row.filter ?? none)}</td>
        <td class="wide clip" title={row.chefs.join(", ")}>{row.chefs.join(", ")}</td>
        <td class="num opt">{maybe(row.received)}</td>
        <td class="num opt">{maybe(row.ledger?.captured)}</td>
        <td class={`num ${lost ? "bad" : ""}`}>{maybe(lost)}</td>
        <td class="num opt">{maybe(row.ledger?.waiting)}</td>
        <td class="far mono">{row.host}</td>
      </tr>
      {isOpen && <tr class="detail"><td colSpan={11}><div class="ledger"><LedgerDetail row={row} /></div></td></tr>}
    </>
  );
}

function LedgerDetail({ row }: { row: KitchenRow }) {
  const ledger = row.ledger;
  const facts: [string, string][] = [
    ["Address", row.host],
    ["Interface", row.interface || none],
    ["Filter", row.filter === "" ? "all packets" : (row.filter ?? none)],
    ["Poke every", duration(row.poke)],
    ["Chefs", row.chefs.join(", ") || none],
    ["Dumplings at the hub", maybe(row.received)],
    ["Refused by the hub", maybe(row.invalid)],
  ];
  if (!ledger) {
    return <><Facts facts={facts} /><p class="note">Its ledger comes as KitchenStatusChef, every --stats-interval seconds of nd-sniff; none came yet.</p></>;
  }
  facts.push(
    ["Packets captured", maybe(ledger.captured)],
    ["Handled by chefs", maybe(ledger.handled)],
    ["Dropped by the kernel", maybe(ledger.droppedByKernel)],
    ["Dropped by the interface", maybe(ledger.droppedByInterface)],
    ["Unread", maybe(ledger.unread)],
    ["Dumplings made", maybe(ledger.made)],
    ["Acknowledged", maybe(ledger.acknowledged)],
    ["Waiting", maybe(ledger.waiting)],
    ...ledger.dropped.map(({ reason, count: n }): [string, string] => [`Dropped: ${reason}`, count(n)]),
  );
  return (
    <>
      <Facts facts={facts} />
      {ledger.chefs.length > 0 && (
        <table>
          <thead><tr><th>Chef</th><th class="num">Packets</th><th class="num">Dumplings</th><th class="num">Failures</th><th class="num">Time spent</th></tr></thead>
          <tbody>
            {ledger.chefs.map((chef) => (
              <tr key={chef.name}>
                <td>{chef.name}{chef.retired && <span class="bad"> retired</span>}</td><td class="num">{maybe(chef.packets)}</td><td class="num">{maybe(chef.dumplings)}</td>
                <td class={`num ${chef.failures ? "bad" : ""}`}>{maybe(chef.failures)}</td><td class="num">{duration(chef.seconds ?? undefined)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}

function Facts({ facts }: { facts: [string, string][] }) {
  return <dl class="facts">{facts.map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}</dl>;
}

function Eaters({ eaters, total, me }: { eaters: Eater[]; total: number; me: string }) {
  return (
    <Panel title="Eaters" note={total > eaters.length ? `${count(total - eaters.length)} more than the hub tells of` : undefined} id="eaters">
      <div class="scroll">
        <table>
          <thead>
            <tr><th>Eater</th><th class="opt">Wants</th><th class="num">Sent</th><th class="num" title="Dumplings it is still to get">Behind</th>
              <th class="num" title="Dumplings it was too slow for">Skipped</th><th class="opt">Address</th></tr>
          </thead>
          <tbody>
            {eaters.map((eater, i) => (
              <tr key={i}>
                <th scope="row">{eater.name}{eater.name === me && <span class="note"> this page</span>}</th>
                <td class="opt clip" title={eater.wants}>{eater.wants || "everything"}</td>
                <td class="num">{maybe(eater.sent)}</td><td class="num">{maybe(eater.behind)}</td>
                <td class={`num ${eater.skipped ? "bad" : ""}`}>{maybe(eater.skipped)}</td><td class="opt mono">{eater.host}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
