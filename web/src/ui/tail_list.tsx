// The scrolling list of dumplings. Only the rows near the visible part are on the page.
import type { RefObject } from "preact";
import { useEffect } from "preact/hooks";
import { count, isToday } from "../shared/format";
import type { Frame, TailBody } from "../shared/messages";
import { Empty } from "./panel";
import { StartKitchen } from "./start_kitchen";
import type { TailPause } from "./tail_pause";
import { TailRow } from "./tail_row";
import type { TailSelection } from "./tail_selection";

const rowsAhead = 10;

interface TailListProps {
  frame: Frame;
  body: TailBody;
  list: RefObject<HTMLDivElement>;
  rowHeight: number;
  pause: TailPause;
  selection: TailSelection;
  /** Asks for these rows. */
  onSpan: (offset: number, limit: number) => void;
}

export function TailList({ frame, body, list, rowHeight, pause, selection, onSpan }: TailListProps) {
  const onScroll = () => {
    const { scrollTop, clientHeight } = list.current!;
    onSpan(Math.max(0, Math.floor(scrollTop / rowHeight) - rowsAhead), Math.ceil(clientHeight / rowHeight) + 2 * rowsAhead);
    if (scrollTop > rowHeight && !body.paused) pause.byReading();
    if (scrollTop === 0 && body.paused && !pause.isLasting && selection.id === null) pause.resume();
  };
  useEffect(onScroll, [body.paused]);
  const hasDates = body.rows.some((row) => !isToday(row.time));
  return (
    <div class={`list ${hasDates ? "dated" : ""}`} ref={list} tabIndex={0} role="listbox" aria-label="Dumplings, the newest first"
      aria-activedescendant={selection.id === null ? undefined : `row-${selection.id}`} onScroll={onScroll} onKeyDown={selection.onListKey}>
      <div class="all" style={{ height: `${body.matched * rowHeight}px` }}>
        <div class="rows" style={{ top: `${body.offset * rowHeight}px` }}>
          {body.rows.map((row, i) => {
            const isOpen = row.id === selection.id;
            return <TailRow key={i} row={row} selected={isOpen} onOpen={() => void selection.open(isOpen ? null : row.id)} />;
          })}
        </div>
      </div>
      {body.matched === 0 && <NothingHere kept={body.kept} kitchens={frame.kitchens.length} />}
    </div>
  );
}

function NothingHere({ kept, kitchens }: { kept: number; kitchens: number }) {
  if (kept > 0) return <Empty title="Nothing matches">{`${count(kept)} dumplings don't match these filters.`}</Empty>;
  if (kitchens === 0) return <StartKitchen />;
  return <Empty title="No dumplings yet">They appear here as they arrive.</Empty>;
}
