// A hub that a test plays: sockets that record what is sent, and a lock with a token.
import type { Dumpling } from "../src/shared/dumpling";
import type { HubAccess, Socket } from "../src/worker/hub_access";
import type { Wanted } from "../src/worker/model";

export class FakeSocket implements Socket {
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number; reason: string }) => void) | null = null;
  sent: string[] = [];
  closed = false;
  send(message: string): void {
    this.sent.push(message);
  }
  close(): void {
    this.closed = true;
  }
  get hello() {
    return JSON.parse(this.sent[0]!);
  }
}

export class FakeHub implements HubAccess {
  /** The token that the hub requires; "" if it requires none. */
  token = "";
  readonly sockets: FakeSocket[] = [];
  /** The tokens that were shown, one for each connection. */
  readonly shown: string[] = [];

  open(token: string): FakeSocket {
    this.shown.push(token);
    this.sockets.push(new FakeSocket());
    return this.sockets.at(-1)!;
  }

  isLocked(token: string, answer: (locked: boolean) => void): void {
    answer(this.token !== "" && token !== this.token);
  }
}

/** A model that keeps every dumpling. */
export class Recorder {
  folded: Dumpling[] = [];
  constructor(readonly wanted: Wanted) {}
  fold(one: Dumpling): void {
    this.folded.push(one);
  }
}
