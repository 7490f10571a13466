// Pauses and resumes the list of dumplings.
import type { RefObject } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { TailBody } from "../shared/messages";
import { pauseKeyEvent } from "./keys";
import { usePage } from "./page_context";

export interface TailPause {
  /** Pauses because the viewer scrolled or opened a dumpling. Scrolling back to the top resumes. */
  byReading(): void;
  /** Pauses or resumes by button or key. Such a pause lasts until it is ended in the same way. */
  toggle(): void;
  resume(): void;
  /** Whether the pause lasts when the viewer scrolls back to the top. */
  isLasting: boolean;
}

export function useTailPause(body: TailBody, list: RefObject<HTMLDivElement>): TailPause {
  const { store } = usePage();
  const [isLasting, setLasting] = useState(false);
  const set = (on: boolean, lasting: boolean) => {
    setLasting(on && lasting);
    store.pause(on);
    if (!on && list.current) list.current.scrollTop = 0;
  };
  const toggle = () => set(!body.paused, true);
  useEffect(() => {
    addEventListener(pauseKeyEvent, toggle);
    return () => removeEventListener(pauseKeyEvent, toggle);
  }, [body.paused]);
  return { byReading: () => set(true, false), toggle, resume: () => set(false, false), isLasting };
}
