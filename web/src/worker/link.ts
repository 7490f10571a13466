// The connection to the hub: says hello, reconnects by itself, and asks for the dumplings that it missed.
import { type Dumpling, parseMessage, statusChef } from "../shared/dumpling";
import type { Link as State } from "../shared/messages";
import { Backoff } from "./backoff";
import type { Channel } from "./channel";
import { type HubAccess, runByTimer, type Socket } from "./hub_access";
import { isWanted, type Wanted } from "./model";

export interface LinkEvents {
  /** The hub's status dumpling arrived. */
  onStatus(dumpling: Dumpling): void;
  /** Any other dumpling arrived. Called before the channel's model takes it. */
  onDumpling(dumpling: Dumpling): void;
  onState(state: State): void;
}

const margin = 5;  // seconds asked for again, as clocks and queues differ
const furthestBack = 86400;  // seconds
const usualStatusInterval = 5;  // seconds
const leastPatience = 30;  // seconds
const connectsWithin = 10;  // seconds
/** The number of status dumplings in a row that must be missing before the connection counts as dead. */
const missingStatuses = 6;

export class Link {
  state: State = { phase: "connecting" };
  private socket: Socket | null = null;
  private attempt = 0;
  private greeted = false;
  /** When what the hub sends arrived there, in seconds since the epoch; null if it arrives now. */
  private arrivedAt: number | null = null;
  private channel: Channel | null = null;
  private readonly backoff = new Backoff();
  private cancelRetry = () => {};
  private cancelTimeout = () => {};
  private lastStatus = 0;
  private statusInterval = usualStatusInterval;

  constructor(
    private readonly hub: HubAccess,
    private token: string,
    private readonly name: string,
    private readonly events: LinkEvents,
    private readonly now = () => Date.now() / 1000,
    private readonly runLater = runByTimer,
  ) {}

  /** Receives for this channel from now on, and for no other. The first call connects. */
  follow(channel: Channel): void {
    if (channel === this.channel) return;
    const first = this.channel === null;
    this.channel = channel;
    // A connection that isn't open yet will say hello for this channel.
    if (first || this.greeted) this.connect();
  }

  /** Connects now instead of at the end of the pause. */
  retry(): void {
    if (this.state.phase === "lost" && !this.socket) this.connect();
  }

  /**
   * The network is back after it was away. Connects at once: no connection and no attempt from before can be trusted, as
   * the browser may take minutes to notice that one is dead.
   */
  online(): void {
    if (this.state.phase === "locked" || !this.channel) return;
    this.backoff.reset();
    this.connect();
  }

  /** Connects with this token, after the hub refused the one before. */
  unlock(token: string): void {
    if (this.state.phase !== "locked") return;
    this.token = token;
    this.change({ phase: "connecting" });
    this.connect();
  }

  /** Gives up a hub that has been silent for too long. Call it every few seconds. */
  checkSilence(): void {
    const silent = this.now() - (this.channel?.heardAt ?? this.now());
    if (this.state.phase !== "live" || silent < Math.max(leastPatience, missingStatuses * this.statusInterval)) return;
    this.drop();
    this.lost("the hub is silent");
  }

  private connect(): void {
    this.drop();
    this.cancelRetry();
    const socket = this.hub.open(this.token);
    this.socket = socket;
    this.cancelTimeout = this.runLater(() => this.giveUp(), connectsWithin);
    socket.onopen = () => {
      this.cancelTimeout();
      this.greet(socket, this.channel!);
    };
    socket.onclose = ({ code, reason }) => {
      this.cancelTimeout();
      const wasIn = this.greeted;
      this.socket = null;
      this.greeted = false;
      const why = reasonOf(code, reason);
      if (wasIn) this.lost(why);
      else this.refused(why);
    };
  }

  private giveUp(): void {
    this.drop();
    this.lost("no answer from the hub");
  }

  // A browser doesn't say why a connection was refused, so this asks the hub over HTTP.
  private refused(why: string): void {
    const attempt = this.attempt;
    this.hub.isLocked(this.token, (locked) => {
      if (attempt !== this.attempt) return;
      if (locked) this.change({ phase: "locked", wrong: this.token !== "" });
      else this.lost(why);
    });
  }

  private greet(socket: Socket, channel: Channel): void {
    const now = this.now();
    this.greeted = true;
    this.arrivedAt = null;
    socket.onmessage = ({ data }) => {
      if (typeof data === "string") this.take(channel, data);
    };
    socket.send(JSON.stringify({ eater_name: this.name, status: true, arrivals: true, ...this.wantedNow(channel, now) }));
    if (channel.heardAt !== null) channel.overlap.begin(now, channel.heardAt);
    channel.heardAt = now;
    this.backoff.reset();
    if (this.state.phase !== "live") this.change({ phase: "live", since: now });
  }

  /** Returns what the channel's model wants; for a channel that has received before, what it has missed since. */
  private wantedNow(channel: Channel, now: number): Wanted {
    const { last, since, ...filter } = channel.model.wanted;
    if (channel.heardAt !== null) {
      return { ...filter, since: Math.min(furthestBack, Math.max(0, now - channel.heardAt) + margin) };
    }
    if (last !== undefined) return { ...filter, last };
    return since === undefined ? filter : { ...filter, since };
  }

  private take(channel: Channel, text: string): void {
    const now = this.now();
    channel.heardAt = now;
    const dumpling = parseMessage(text);
    if (!dumpling) return;
    if (!("chef" in dumpling)) {
      if (dumpling.arrived !== undefined) this.arrivedAt = dumpling.arrived;
      return;
    }
    if (dumpling.chef === statusChef && dumpling.kitchen === null) return this.takeStatus(dumpling, now);
    this.events.onDumpling(dumpling);
    const { model, overlap } = channel;
    if (isWanted(model.wanted, dumpling) && overlap.isNew(text, now)) model.fold(dumpling, arrival(dumpling, Math.min(this.arrivedAt ?? now, now)));
  }

  private takeStatus(dumpling: Dumpling, now: number): void {
    if (this.lastStatus > 0 && now > this.lastStatus) {
      this.statusInterval = Math.max(usualStatusInterval, now - this.lastStatus);
    }
    this.lastStatus = now;
    this.events.onStatus(dumpling);
  }

  private drop(): void {
    ++this.attempt;
    this.cancelTimeout();
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
    this.cancelRetry = this.runLater(() => this.connect(), pause);
  }

  private change(state: State): void {
    this.state = state;
    this.events.onState(state);
  }
}

/**
 * Returns where a dumpling is drawn that arrived at the hub at `arrived`. The time stamp of a live kitchen is about that
 * time, or earlier if the hub was away; the time stamp of a dumpling from a capture file may be of any time.
 */
export function arrival(dumpling: Dumpling, arrived: number): number {
  const late = arrived - dumpling.time;
  return late > -2 && late < 4 * 3600 ? dumpling.time : arrived;
}

function reasonOf(code: number, reason: string): string {
  if (reason) return reason;
  if (code === 1001) return "the hub is shutting down";
  return code === 1006 ? "no answer from the hub" : `closed with ${code}`;
}
