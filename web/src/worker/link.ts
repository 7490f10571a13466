// The connection to the hub: says hello, comes back by itself, and asks for what it missed.
import { type Dumpling, parseDumpling, statusChef } from "../shared/dumpling";
import type { Link as State } from "../shared/messages";
import { Backoff } from "./backoff";
import { isWanted, type Model, type Wanted } from "./model";
import { Overlap } from "./overlap";

/** A view's dumplings. It keeps its place when another view is shown, and goes on from there. */
export class Channel {
  /** Of the last message, by the viewer's clock; null before the first. */
  heardAt: number | null = null;
  readonly overlap = new Overlap();
  constructor(readonly model: Model) {}
}

export interface LinkEvents {
  onStatus(dumpling: Dumpling): void;
  /** Any other that came, before it is folded. */
  onDumpling(dumpling: Dumpling): void;
  onState(state: State): void;
}

/** The part of WebSocket that is used, so that a test can play it. */
export interface Socket {
  onopen: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: { code: number; reason: string }) => void) | null;
  send(text: string): void;
  close(): void;
}

/** The ways to the hub. A token that is "" is none. */
export interface Ways {
  open(token: string): Socket;
  /** Whether the hub lets nobody in who shows this token. Not when nobody can say. */
  isLocked(token: string, answer: (locked: boolean) => void): void;
}

/** Runs something when so many seconds have passed; gives what cancels that. */
export type Later = (run: () => void, seconds: number) => () => void;

const byTimer: Later = (run, seconds) => {
  const timer = setTimeout(run, seconds * 1000);
  return () => clearTimeout(timer);
};

const margin = 5;  // seconds that are asked for again, as clocks and queues differ
const furthestBack = 86400;
const usualStatusInterval = 5;
/** So many status dumplings that didn't come are a dead connection. */
const patience = 6;

export class Link {
  state: State = { phase: "connecting" };
  private socket: Socket | null = null;
  private attempt = 0;
  private greeted = false;
  private channel: Channel | null = null;
  private readonly backoff = new Backoff();
  private cancelRetry = () => {};
  private lastStatus = 0;
  private statusInterval = usualStatusInterval;

  constructor(
    private readonly ways: Ways,
    private token: string,
    private readonly name: string,
    private readonly events: LinkEvents,
    private readonly now = () => Date.now() / 1000,
    private readonly later = byTimer,
  ) {}

  /** Receives for this channel from now on, and for no other. The first call connects. */
  follow(channel: Channel): void {
    if (channel === this.channel) return;
    const first = this.channel === null;
    this.channel = channel;
    if (first || this.greeted) this.connect();  // else it is greeted for when the connection stands
  }

  /** Now, instead of when the pause is over. */
  retry(): void {
    if (this.state.phase === "lost" && !this.socket) this.connect();
  }

  /** Tries this token, when the one before was wrong. */
  unlock(token: string): void {
    if (this.state.phase !== "locked") return;
    this.token = token;
    this.change({ phase: "connecting" });
    this.connect();
  }

  /** Called now and then: a hub that says nothing any more is given up. */
  look(): void {
    const silent = this.now() - (this.channel?.heardAt ?? this.now());
    if (this.state.phase !== "live" || silent < Math.max(30, patience * this.statusInterval)) return;
    this.drop();
    this.lost("the hub has gone silent");
  }

  private connect(): void {
    this.drop();
    this.cancelRetry();
    const socket = this.ways.open(this.token);
    this.socket = socket;
    socket.onopen = () => this.greet(socket, this.channel!);
    socket.onclose = ({ code, reason }) => {
      const wasIn = this.greeted;
      this.socket = null;
      this.greeted = false;
      if (wasIn) return this.lost(closeWords(code, reason));
      this.turnedAway(closeWords(code, reason));
    };
  }

  /** A browser doesn't tell why a connection never came to be. */
  private turnedAway(why: string): void {
    const attempt = this.attempt;
    this.ways.isLocked(this.token, (locked) => {
      if (attempt !== this.attempt) return;
      if (locked) this.change({ phase: "locked", wrong: this.token !== "" });
      else this.lost(why);
    });
  }

  private greet(socket: Socket, channel: Channel): void {
    this.greeted = true;
    socket.onmessage = ({ data }) => {
      if (typeof data === "string") this.take(channel, data);
    };
    const { chefs, kitchens, drivers, last, since } = channel.model.wanted;
    const hello: Wanted & { eater_name: string; status: true } = { eater_name: this.name, status: true };
    if (chefs) hello.chefs = chefs;
    if (kitchens) hello.kitchens = kitchens;
    if (drivers) hello.drivers = drivers;
    const now = this.now();
    if (channel.heardAt !== null) {
      hello.since = Math.min(furthestBack, Math.max(0, now - channel.heardAt) + margin);
      channel.overlap.begin(now, channel.heardAt);
    } else if (last !== undefined) {
      hello.last = last;
    } else if (since !== undefined) {
      hello.since = since;
    }
    socket.send(JSON.stringify(hello));
    channel.heardAt = now;
    this.backoff.reset();
    if (this.state.phase !== "live") this.change({ phase: "live", since: now });
  }

  private take(channel: Channel, text: string): void {
    const now = this.now();
    channel.heardAt = now;
    const dumpling = parseDumpling(text);
    if (!dumpling) return;
    if (dumpling.chef === statusChef && dumpling.kitchen === null) return this.takeStatus(dumpling, now);
    this.events.onDumpling(dumpling);
    if (isWanted(channel.model.wanted, dumpling) && channel.overlap.isNew(text, now)) channel.model.fold(dumpling, arrival(dumpling, now));
  }

  private takeStatus(dumpling: Dumpling, now: number): void {
    if (this.lastStatus > 0 && now > this.lastStatus) this.statusInterval = Math.max(usualStatusInterval, now - this.lastStatus);
    this.lastStatus = now;
    this.events.onStatus(dumpling);
  }

  private drop(): void {
    ++this.attempt;
    const socket = this.socket;
    this.socket = null;
    this.greeted = false;
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
  }

  private lost(why: string): void {
    const pause = this.backoff.next();
    const now = this.now();
    const since = this.state.phase === "lost" ? this.state.since : now;
    this.lastStatus = 0;
    this.change({ phase: "lost", why, since, retryAt: now + pause });
    this.cancelRetry = this.later(() => this.connect(), pause);
  }

  private change(state: State): void {
    this.state = state;
    this.events.onState(state);
  }
}

/** A live kitchen's stamp is when the hub had it; one from a capture file is of another time. */
export function arrival(dumpling: Dumpling, now: number): number {
  const late = now - dumpling.time;
  return late > -2 && late < 4 * 3600 ? dumpling.time : now;
}

function closeWords(code: number, reason: string): string {
  if (reason) return reason;
  if (code === 1001) return "the hub is shutting down";
  return code === 1006 ? "no answer from the hub" : `closed with ${code}`;
}
