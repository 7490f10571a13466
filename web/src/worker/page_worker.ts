// What the worker does for the page: receives dumplings, folds them into models, and sends the page what it draws.
import type { Body, Frame, FromWorker, KitchenRow, Link as LinkState, ToWorker, ViewRequest } from "../shared/messages";
import type { Channel } from "./channel";
import { FramePacer } from "./frame_pacer";
import type { HubAccess } from "./hub_access";
import { HubPicture } from "./hub_picture";
import { Link, type LinkEvents } from "./link";
import { ViewChannels } from "./view_channels";

/** How often a view is drawn at most, in milliseconds. */
const frameInterval: Record<ViewRequest["view"], number> = { overview: 500, dns: 1000, devices: 1000, connections: 1000, names: 1000, tail: 250, chef: 500 };

export class PageWorker {
  private readonly channels = new ViewChannels();
  private readonly hub = new HubPicture();
  private readonly pacer: FramePacer;
  private link: Link | null = null;
  private eaterName = "";
  private request: ViewRequest = { view: "overview", window: 600 };
  private channel: Channel = this.channels.overview;
  /** Since when every dumpling has been received; null while only some are. */
  private watchedSince: number | null = null;

  /** `now` returns seconds since the epoch; `ticks` returns milliseconds that never go back. */
  constructor(
    private readonly post: (message: FromWorker) => void,
    private readonly accessTo: (url: string) => HubAccess,
    private readonly now = () => Date.now() / 1000,
    ticks = () => performance.now(),
  ) {
    this.pacer = new FramePacer(ticks);
  }

  take(message: ToWorker): void {
    switch (message.type) {
      case "start":
        return this.start(message.url, message.name, message.token);
      case "show":
        return this.show(message.request);
      case "drawn":
        this.pacer.drawn();
        return this.sendFrame();
      case "pause":
        return this.pause(message.on);
      case "read":
        return this.post({ type: "text", id: message.id, text: this.channels.tail.model.text(message.id) });
      case "download":
        return this.download();
      case "unlock":
        return this.link?.unlock(message.token);
      case "retry":
        return this.link?.retry();
      case "online":
        return this.link?.online();
    }
  }

  /** Sends a frame if one is due. Call it often. */
  sendFrame(): void {
    if (!this.link || !this.pacer.takeTurn(frameInterval[this.request.view])) return;
    this.post({ type: "frame", frame: this.frame() });
  }

  /** Gives up a hub that has been silent for too long. Call it every few seconds. */
  checkHub(): void {
    this.link?.checkSilence();
  }

  private start(url: string, name: string, token: string): void {
    this.eaterName = name;
    const events: LinkEvents = {
      onStatus: (dumpling) => this.hub.noteStatus(dumpling, this.now()),
      onDumpling: (dumpling) => this.hub.noteDumpling(dumpling),
      onState: () => this.refresh(),
    };
    this.link = new Link(this.accessTo(url), token, name, events, this.now);
    this.link.follow(this.channel);
  }

  private show(request: ViewRequest): void {
    this.request = request;
    this.channel = this.channels.of(request);
    if (request.view === "chef") this.hub.noteChef(request.chef);
    this.link?.follow(this.channel);
    this.refresh();
  }

  private pause(on: boolean): void {
    if (this.request.view !== "tail") return;
    const tail = this.channels.tail.model;
    tail.pause(on);
    // The hub's log still has what didn't fit into the pause.
    if (!on && tail.missed > 0) this.channels.restartTail(this.request.filter);
    this.show(this.request);
  }

  private download(): void {
    const lines = this.channels.tail.model.lines();
    this.post({ type: "download", blob: new Blob(lines, { type: "application/x-ndjson" }), lines: lines.length });
  }

  private refresh(): void {
    const all = this.request.view === "overview" && this.link?.state.phase === "live";
    this.watchedSince = all ? (this.watchedSince ?? this.now()) : null;
    this.pacer.ask();
    this.sendFrame();
  }

  private frame(): Frame {
    const link: LinkState = this.link?.state ?? { phase: "connecting" };
    const overview = this.channels.overview.model;
    const now = this.now();
    const rows = this.hub.kitchenRows(overview, link, now, this.watchedSince);
    return {
      link,
      status: this.hub.status,
      chefs: this.hub.chefNames(),
      kitchens: this.hub.kitchenNames(rows),
      troubles: this.hub.troubles(rows, overview.moved(now)),
      body: this.body(rows),
    };
  }

  private body(rows: KitchenRow[]): Body {
    const { request, channels } = this;
    switch (request.view) {
      case "overview":
        return { ...channels.overview.model.view(request.window, this.now()), kitchens: rows, me: this.eaterName };
      case "dns":
        return channels.dns.model.view(request, this.now());
      case "devices":
        return channels.devices.model.view(request);
      case "connections":
        return channels.connections.model.view(request);
      case "names":
        return channels.names.model.view(request);
      case "tail":
        return channels.tail.model.view(request.offset, request.limit);
      case "chef":
        return channels.chef(request.chef).model.view(request);
    }
  }
}
