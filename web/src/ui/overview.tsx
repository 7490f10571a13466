// The hub at a glance.
import { count, duration, perSecond, share } from "../shared/format";
import type { Frame, KitchenState, OverviewBody } from "../shared/messages";
import type { Trouble } from "../shared/status";
import { AbsentEaters } from "./absent_eaters";
import { AbsentKitchens } from "./absent_kitchens";
import { Chart } from "./chart";
import { Eaters } from "./eaters";
import { WindowChoice } from "./inputs";
import { Kitchens } from "./kitchens";
import { Empty, Panel } from "./panel";
import { StartKitchen } from "./start_kitchen";

export function Overview({ frame, body, window, onWindow }: {
  frame: Frame; body: OverviewBody; window: number; onWindow: (seconds: number) => void;
}) {
  const status = frame.status;
  const absent = body.kitchens.filter(({ absence }) => absence !== null);
  const kitchens = body.kitchens.filter(({ absence }) => absence === null);
  return (
    <>
      <Tiles frame={frame} body={body} />
      {frame.troubles.length > 0 && <Troubles troubles={frame.troubles} />}
      {kitchens.length === 0 && status && <section class="panel"><StartKitchen /></section>}
      <div class="columns">
        <Panel title="Dumplings per second, by chef" tools={<WindowChoice value={window} onChange={onWindow} />}>
          <Chart plot={body.byChef} kind="chef" label="Dumplings per second by chef" unit="/s" />
        </Panel>
        <Panel title="Dumplings per second, by kitchen">
          <Chart plot={body.byKitchen} kind="kitchen" label="Dumplings per second by kitchen" unit="/s" />
        </Panel>
      </div>
      <Panel title="Packets per second, by layer" note="as counted by PacketCountChef">
        <div class="split">
          <Chart plot={body.layers} kind="layer" label="Packets per second by layer" unit="/s" />
          <Layers totals={body.layerTotals} />
        </div>
      </Panel>
      <AbsentKitchens rows={absent} leftOut={status?.absentKitchensLeftOut ?? 0} />
      {kitchens.length > 0 && <Kitchens rows={kitchens} leftOut={status ? status.kitchenCount - status.kitchens.length : 0} />}
      <AbsentEaters eaters={status?.absentEaters ?? []} leftOut={status?.absentEatersLeftOut ?? 0} now={status?.time ?? 0} />
      <Eaters eaters={status?.eaters ?? []} total={status?.eaterCount ?? 0} me={body.me} />
    </>
  );
}

function Tile({ name, value, note }: { name: string; value: string; note?: string }) {
  return <div class="tile"><span class="name">{name}</span><span class="value">{value}</span>{note && <span class="note">{note}</span>}</div>;
}

function Tiles({ frame, body }: { frame: Frame; body: OverviewBody }) {
  const status = frame.status;
  const inState = (...states: KitchenState[]) => body.kitchens.filter(({ state }) => states.includes(state)).length;
  const unwell = [[inState("missing", "closed"), "missing"], [inState("silent"), "silent"]].filter(([n]) => n !== 0).map((words) => words.join(" "));
  return (
    <div class="tiles">
      <Tile name="Dumplings" value={perSecond(body.rate)} note="over the last 10 s" />
      <Tile name="Received" value={count(status?.dumplingsIn)} note={status?.invalid ? `${count(status.invalid)} refused` : "since the hub started"} />
      <Tile name="Sent" value={count(status?.dumplingsOut)} note="to all eaters" />
      <Tile name="Kitchens" value={count(status?.kitchenCount)} note={unwell.join(", ") || "connected"} />
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
  if (totals.length === 0) return <Empty title="No counts yet">PacketCountChef sends them at every poke.</Empty>;
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
