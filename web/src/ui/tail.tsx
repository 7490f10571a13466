// Every dumpling as it comes; the newest is on top.
import { useEffect, useRef, useState } from "preact/hooks";
import { count, isToday } from "../shared/format";
import { at } from "../shared/json";
import type { Frame, TailBody, TailFilter, TailRow } from "../shared/messages";
import { CopyButton, Empty, Panel, Search, Select, When } from "./bits";
import { JsonTree, parseExactly } from "./json_tree";
import { StartKitchen } from "./start_kitchen";
import type { Store } from "./store";

const small = matchMedia("(max-width: 720px)");

/** As style.css has it. */
function useRowHeight(): number {
  const [height, setHeight] = useState(small.matches ? 46 : 26);
  useEffect(() => {
    const onChange = () => setHeight(small.matches ? 46 : 26);
    small.addEventListener("change", onChange);
    return () => small.removeEventListener("change", onChange);
  }, []);
  return height;
}

const rowsAhead = 10;

interface TailProps {
  frame: Frame;
  body: TailBody;
  store: Store;
  filter: TailFilter;
  onFilter: (filter: TailFilter) => void;
  onSpan: (offset: number, limit: number) => void;
}

export function Tail({ frame, body, store, filter, onFilter, onSpan }: TailProps) {
  const list = useRef<HTMLDivElement>(null);
  const rowHeight = useRowHeight();
  const [byHand, setByHand] = useState(false);  // the pause was asked for, not made by scrolling
  const [selected, setSelected] = useState<number | null>(null);
  const [text, setText] = useState<string | null>(null);

  const setHold = (on: boolean, asked: boolean) => {
    setByHand(on && asked);
    store.hold(on);
    if (!on && list.current) list.current.scrollTop = 0;
  };
  const onScroll = () => {
    const { scrollTop, clientHeight } = list.current!;
    onSpan(Math.max(0, Math.floor(scrollTop / rowHeight) - rowsAhead), Math.ceil(clientHeight / rowHeight) + 2 * rowsAhead);
    if (scrollTop > rowHeight && !body.held) setHold(true, false);
    if (scrollTop === 0 && body.held && !byHand && selected === null) setHold(false, false);
  };
  const open = async (id: number | null) => {
    setSelected(id);
    if (id === null) return setText(null);
    if (!body.held) setHold(true, false);
    setText(await store.text(id));
  };
  const close = () => {
    void open(null);
    list.current?.focus();
  };
  const move = (step: number) => {
    const from = body.rows.findIndex(({ id }) => id === selected);
    const next = body.rows[from < 0 ? 0 : from + step];
    if (!next) return;
    void open(next.id);
    const top = (body.offset + (from < 0 ? 0 : from + step)) * rowHeight;
    const box = list.current!;
    if (top < box.scrollTop) box.scrollTop = top;
    if (top + rowHeight > box.scrollTop + box.clientHeight) box.scrollTop = top + rowHeight - box.clientHeight;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 }[event.key];
    if (step) move(step);
    else if (event.key === "Enter" && selected === null) move(0);
    else return;
    event.preventDefault();
  };
  const onEscape = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || selected === null || event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement) return;
    close();
    event.preventDefault();
  };
  useEffect(() => {
    onScroll();
    const onKey = (event: Event) => {
      if ((event as CustomEvent).detail === "pause") setHold(!body.held, true);
    };
    addEventListener("page-key", onKey);
    return () => removeEventListener("page-key", onKey);
  }, [body.held]);

  const set = (change: Partial<TailFilter>) => {
    void open(null);
    onFilter({ ...filter, ...change });
  };
  const hasDates = body.rows.some((row) => !isToday(row.time));
  const anyFilter = filter.chef || filter.kitchen || filter.driver || filter.text;
  return (
    <div class={`tail-view ${selected === null ? "" : "with-detail"}`} onKeyDown={onEscape}>
      <Panel title="Dumplings" id="dumplings" note={<Counts body={body} filtered={Boolean(anyFilter)} />} tools={
        <>
          <button type="button" class={body.held ? "primary" : ""} aria-pressed={body.held} onClick={() => setHold(!body.held, true)}>{body.held ? "Resume" : "Pause"} <kbd>p</kbd></button>
          <button type="button" onClick={() => store.download()} disabled={body.matched === 0} title="What is shown, as JSON lines for nd-print --input-file">Download</button>
        </>
      }>
        <div class="filters">
          <Select label="Chef" all="all chefs" value={filter.chef} options={frame.chefs} onChange={(chef) => set({ chef })} />
          <Select label="Kitchen" all="all kitchens" value={filter.kitchen} options={frame.kitchens} onChange={(kitchen) => set({ kitchen })} />
          <Select label="Driver" all="packet and interval" value={filter.driver} options={["packet", "interval"]} onChange={(driver) => set({ driver })} />
          <Search label="Text in a dumpling  /" value={filter.text} onInput={(words) => set({ text: words })} />
          {anyFilter && <button type="button" class="small" onClick={() => set({ chef: "", kitchen: "", driver: "", text: "" })}>Clear</button>}
        </div>
        {body.held && <HoldBar body={body} onResume={() => { void open(null); setHold(false, false); }} />}
        <div class={`list ${hasDates ? "dated" : ""}`} ref={list} tabIndex={0} role="listbox" aria-label="Dumplings, the newest first" aria-activedescendant={selected === null ? undefined : `row-${selected}`} onScroll={onScroll} onKeyDown={onKeyDown}>
          <div class="all" style={{ height: `${body.matched * rowHeight}px` }}>
            <div class="rows" style={{ top: `${body.offset * rowHeight}px` }}>
              {body.rows.map((row, i) => <Row key={i} row={row} selected={row.id === selected} onOpen={() => void open(row.id === selected ? null : row.id)} />)}
            </div>
          </div>
          {body.matched === 0 && <NothingHere kept={body.kept} kitchens={frame.kitchens.length} />}
        </div>
      </Panel>
      {selected !== null && <Detail text={text} onClose={close} />}
    </div>
  );
}

function Counts({ body, filtered }: { body: TailBody; filtered: boolean }) {
  return <>{count(body.matched)}{filtered ? " match" : ""}{body.matched !== body.kept && !body.held ? ` of ${count(body.kept)} kept` : ""}</>;
}

function HoldBar({ body, onResume }: { body: TailBody; onResume: () => void }) {
  return (
    <div class="hold" role="status">
      <span>Paused. <strong>{count(body.newer)}</strong> newer {body.newer === 1 ? "has" : "have"} come.
        {body.missed > 0 && ` ${count(body.missed)} more passed when the room for a pause was used up; the newest come back when you resume.`}</span>
      <button type="button" class="small" onClick={onResume}>Show the newest</button>
    </div>
  );
}

function NothingHere({ kept, kitchens }: { kept: number; kitchens: number }) {
  if (kept === 0 && kitchens === 0) return <StartKitchen />;
  return <Empty title={kept === 0 ? "No dumplings yet" : "Nothing matches"}>{kept === 0 ? "They are shown as they come." : `${count(kept)} don't match these filters.`}</Empty>;
}

function Row({ row, selected, onOpen }: { row: TailRow; selected: boolean; onOpen: () => void }) {
  return (
    <div class={`row ${selected ? "selected" : ""}`} id={`row-${row.id}`} role="option" aria-selected={selected} onClick={onOpen}>
      <span class="time"><When at={row.time} digits={3} /></span>
      <span class={`driver ${row.driver === "interval" ? "interval" : "packet"}`} title={row.driver}>{row.driver === "interval" ? "poke" : "pkt"}</span>
      <span class="chef">{row.chef}</span>
      <span class="kitchen">{row.kitchen ?? "–"}</span>
      <span class="preview">{row.preview}</span>
    </div>
  );
}

function Detail({ text, onClose }: { text: string | null; onClose: () => void }) {
  if (text === null) return <aside class="panel detail-pane"><Empty title="It is no longer kept" /></aside>;
  const json = parseExactly(text);
  return (
    <aside class="panel detail-pane" aria-label="One dumpling">
      <header>
        <h2>{String(at(at(json, "metadata"), "chef") ?? "")}</h2>
        <div class="tools"><CopyButton text={text} label="Copy JSON" /><button type="button" class="small" onClick={onClose} aria-label="Close">Close <kbd>Esc</kbd></button></div>
      </header>
      <div class="scroll tall"><JsonTree value={json} open={5} /></div>
    </aside>
  );
}
