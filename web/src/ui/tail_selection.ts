// The dumpling of the list that is open, and the keys that open, change and close it.
import type { RefObject } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { TailBody } from "../shared/messages";
import { moveKeyEvent } from "./keys";
import { usePage } from "./page_context";
import type { TailPause } from "./tail_pause";

export interface TailSelection {
  /** The id of the open dumpling; null if none is open. */
  id: number | null;
  /** Its text; null if it is no longer kept. */
  text: string | null;
  open(id: number | null): Promise<void>;
  /** Closes the dumpling and gives the focus back to the list. */
  close(): void;
  onListKey(event: KeyboardEvent): void;
  onEscape(event: KeyboardEvent): void;
}

export function useTailSelection(body: TailBody, list: RefObject<HTMLDivElement>, rowHeight: number, pause: TailPause): TailSelection {
  const { store } = usePage();
  const [id, setId] = useState<number | null>(null);
  const [text, setText] = useState<string | null>(null);
  const open = async (next: number | null) => {
    setId(next);
    if (next === null) return setText(null);
    if (!body.paused) pause.byReading();
    setText(await store.text(next));
  };
  const close = () => {
    void open(null);
    list.current?.focus();
  };
  const move = (step: number) => {
    const from = body.rows.findIndex((row) => row.id === id);
    const to = from < 0 ? 0 : from + step;
    const next = body.rows[to];
    if (!next) return;
    void open(next.id);
    scrollTo(list.current!, (body.offset + to) * rowHeight, rowHeight);
  };
  useMoveKeys(move);
  const onListKey = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) move(step);
    else if (event.key === "Enter" && id === null) move(0);
    else return;
    event.preventDefault();
  };
  const onEscape = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || id === null || isField(event.target)) return;
    close();
    event.preventDefault();
  };
  return { id, text, open, close, onListKey, onEscape };
}

/** Calls the newest `move` for j and k, wherever the focus is. */
function useMoveKeys(move: (step: number) => void): void {
  const newest = useRef(move);
  newest.current = move;
  useEffect(() => {
    const onMove = (event: Event) => newest.current((event as CustomEvent<number>).detail);
    addEventListener(moveKeyEvent, onMove);
    return () => removeEventListener(moveKeyEvent, onMove);
  }, []);
}

function isField(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement || target instanceof HTMLSelectElement;
}

/** Scrolls as little as is needed to show the row at `top`. */
function scrollTo(box: HTMLElement, top: number, rowHeight: number): void {
  if (top < box.scrollTop) box.scrollTop = top;
  if (top + rowHeight > box.scrollTop + box.clientHeight) box.scrollTop = top + rowHeight - box.clientHeight;
}
