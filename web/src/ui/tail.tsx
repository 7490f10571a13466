// The list of all dumplings, the newest on top, and the one that is open.
import { useRef } from "preact/hooks";
import { count } from "../shared/format";
import type { Frame, TailBody, TailFilter } from "../shared/messages";
import type { TailChoice } from "./choices";
import { DumplingPane } from "./dumpling_pane";
import { Search, Select } from "./inputs";
import { usePage } from "./page_context";
import { Panel } from "./panel";
import { TailList } from "./tail_list";
import { useTailPause } from "./tail_pause";
import { useTailSelection } from "./tail_selection";
import { useRowHeight } from "./tail_row";

interface TailProps {
  frame: Frame;
  body: TailBody;
  choice: TailChoice;
  onChoice: (change: Partial<TailChoice>) => void;
}

export function Tail({ frame, body, choice, onChoice }: TailProps) {
  const list = useRef<HTMLDivElement>(null);
  const rowHeight = useRowHeight();
  const pause = useTailPause(body, list);
  const selection = useTailSelection(body, list, rowHeight, pause);
  const onFilter = (change: Partial<TailFilter>) => {
    void selection.open(null);
    onChoice({ filter: { ...choice.filter, ...change }, span: { ...choice.span, offset: 0 } });
  };
  const onSpan = (offset: number, limit: number) => {
    if (offset !== choice.span.offset || limit !== choice.span.limit) onChoice({ span: { offset, limit } });
  };
  const onResume = () => {
    void selection.open(null);
    pause.resume();
  };
  const isOpen = selection.id !== null;
  return (
    <div class={`tail-view ${isOpen ? "with-detail" : ""}`} onKeyDown={selection.onEscape}>
      <Panel title="Dumplings" id="dumplings" note={<Counts body={body} filtered={isFiltered(choice.filter)} />} tools={<Tools body={body} onPause={pause.toggle} />}>
        <Filters frame={frame} filter={choice.filter} onFilter={onFilter} />
        {body.paused && <PauseBar body={body} onResume={onResume} />}
        <TailList frame={frame} body={body} list={list} rowHeight={rowHeight} pause={pause} selection={selection} onSpan={onSpan} />
      </Panel>
      {isOpen && <DumplingPane text={selection.text} onClose={selection.close} />}
    </div>
  );
}

function isFiltered({ chef, kitchen, driver, text }: TailFilter): boolean {
  return Boolean(chef || kitchen || driver || text);
}

function Counts({ body, filtered }: { body: TailBody; filtered: boolean }) {
  const kept = body.matched !== body.kept && !body.paused ? ` of ${count(body.kept)} kept` : "";
  return <>{count(body.matched)}{filtered ? " match" : ""}{kept}</>;
}

function Tools({ body, onPause }: { body: TailBody; onPause: () => void }) {
  const { store } = usePage();
  return (
    <>
      <button type="button" class={body.paused ? "primary" : ""} aria-pressed={body.paused} onClick={onPause}>{body.paused ? "Resume" : "Pause"} <kbd>p</kbd></button>
      <button type="button" onClick={() => store.download()} disabled={body.matched === 0} title="The dumplings of this list, as JSON lines for nd-print --input-file">Download</button>
    </>
  );
}

function Filters({ frame, filter, onFilter }: { frame: Frame; filter: TailFilter; onFilter: (change: Partial<TailFilter>) => void }) {
  return (
    <div class="filters">
      <Select label="Chef" all="all chefs" value={filter.chef} options={frame.chefs} onChange={(chef) => onFilter({ chef })} />
      <Select label="Kitchen" all="all kitchens" value={filter.kitchen} options={frame.kitchens} onChange={(kitchen) => onFilter({ kitchen })} />
      <Select label="Driver" all="all drivers" value={filter.driver} options={["packet", "interval"]} onChange={(driver) => onFilter({ driver })} />
      <Search label="Text in a dumpling  /" value={filter.text} onInput={(text) => onFilter({ text })} />
      {isFiltered(filter) && <button type="button" class="small" onClick={() => onFilter({ chef: "", kitchen: "", driver: "", text: "" })}>Clear</button>}
    </div>
  );
}

function PauseBar({ body, onResume }: { body: TailBody; onResume: () => void }) {
  return (
    <div class="paused" role="status">
      <span>Paused. <strong>{count(body.newer)}</strong> newer {body.newer === 1 ? "dumpling has" : "dumplings have"} arrived.
        {body.missed > 0 && ` ${count(body.missed)} more did not fit in memory; when you resume, the page gets the newest from the hub again.`}</span>
      <button type="button" class="small" onClick={onResume}>Show the newest</button>
    </div>
  );
}
