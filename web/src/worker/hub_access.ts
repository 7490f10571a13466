// The parts of the browser that a link to the hub uses. A test puts its own in their place.

/** The part of WebSocket that a link uses. */
export interface Socket {
  onopen: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: { code: number; reason: string }) => void) | null;
  send(text: string): void;
  close(): void;
}

/** How to reach one hub. The token "" means that none is shown. */
export interface HubAccess {
  /** Opens a connection that shows this token. */
  open(token: string): Socket;
  /** Answers whether the hub refuses everybody who shows this token. Answers false if the hub can't be asked. */
  isLocked(token: string, answer: (locked: boolean) => void): void;
}

/** Runs a function after this many seconds. Returns a function that cancels it. */
export type RunLater = (run: () => void, seconds: number) => () => void;

export const runByTimer: RunLater = (run, seconds) => {
  const timer = setTimeout(run, seconds * 1000);
  return () => clearTimeout(timer);
};
