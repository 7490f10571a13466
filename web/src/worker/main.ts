// The worker: receives, folds, and sends the page what it is to draw, no faster than the page draws it.
import { bearerHeaders, bearerProtocols } from "../shared/bearer";
import { type Dumpling } from "../shared/dumpling";
import type { Body, Frame, FromWorker, Place, ToWorker } from "../shared/messages";
import { readStatus, type Status } from "../shared/status";
import type { ArpModel } from "./arp_model";
import { BoundedMap } from "./bounded_map";
import type { ChefModel } from "./chef_model";
import type { DnsModel } from "./dns_model";
import { KeptChannels } from "./kept_channels";
import { KitchenBook, toldUpTo } from "./kitchens";
import { type Channel, Link, type Socket, type Ways } from "./link";
import { eaterTroubles, hubTroubles, kitchenTroubles } from "./troubles";

const frameInterval: Record<Place["view"], number> = { overview: 500, dns: 1000, arp: 1000, tail: 250, chef: 500 };
const mostLines = 8;

const channels = new KeptChannels();
const kitchens = new KitchenBook();
const knownChefs = new BoundedMap<true>(200);
const knownKitchens = new BoundedMap<true>(200);
let link: Link | null = null;
let myName = "";
let status: Status | null = null;
let place: Place = { view: "overview", window: 600 };
let channel: Channel = channels.of(place);
let drawing = false;
let asked = false;
let lastFrame = 0;
/** Since when everything has been received; null while it isn't. */
let watched: number | null = null;

function post(message: FromWorker): void {
  postMessage(message);
}

function now(): number {
  return Date.now() / 1000;
}

function takeNames({ chef, kitchen }: Dumpling): void {
  knownChefs.touch(chef, () => true);
  if (kitchen !== null) knownKitchens.touch(kitchen, () => true);
}

function takeStatus(dumpling: Dumpling): void {
  status = readStatus(dumpling);
  kitchens.update(status, now());
  for (const { chefs } of status.kitchens) for (const chef of chefs) knownChefs.touch(chef, () => true);
}

function show(next: Place): void {
  place = next;
  channel = channels.of(place);
  if (place.view === "chef") knownChefs.touch(place.chef, () => true);
  link?.follow(channel);
  noteWatch();
  asked = true;
  send();
}

function noteWatch(): void {
  const all = place.view === "overview" && link?.state.phase === "live";
  watched = all ? (watched ?? now()) : null;
}

function kitchenRows() {
  return kitchens.rows(channels.overviewModel, toldUpTo(link?.state, kitchens.statusAt, now()), watched);
}

function body(): Body {
  const model = channel.model;
  switch (place.view) {
    case "overview":
      return overviewBody(place.window);
    case "dns":
      return (model as DnsModel).view(place, now());
    case "arp":
      return (model as ArpModel).view(place);
    case "tail":
      return channels.tailModel!.view(place.offset, place.limit);
    case "chef":
      return (model as ChefModel).view(place);
  }
}

function overviewBody(window: number): Body {
  const model = channels.overviewModel;
  const at = now();
  const counted = model.countedUpTo(at);
  return {
    view: "overview",
    rate: model.all.of("all").rate(at, 10),
    byChef: model.byChef.plot(at, window, mostLines),
    byKitchen: model.byKitchen.plot(at, window, mostLines),
    layers: model.layers.plot(counted, window, mostLines),
    layerTotals: [...model.layers.named]
      .map(([name, amounts]) => ({ name, packets: amounts.total, rate: amounts.rate(counted, 10) }))
      .sort((a, b) => b.packets - a.packets),
    kitchens: kitchenRows(),
    me: myName,
  };
}

function frame(): Frame {
  const rows = kitchenRows();
  const troubles = [...hubTroubles(status), ...rows.flatMap(kitchenTroubles), ...(status?.eaters ?? []).flatMap(eaterTroubles)];
  return {
    link: link?.state ?? { phase: "connecting" },
    status,
    chefs: [...knownChefs.entries.keys()].sort(),
    kitchens: [...new Set([...rows.map(({ name }) => name), ...knownKitchens.entries.keys()])].sort(),
    troubles: troubles.sort((a, b) => (a.level === b.level ? 0 : a.level === "bad" ? -1 : 1)).slice(0, 50),
    body: body(),
  };
}

/** One frame at a time is under way; a hidden page draws none, and gets none. */
function send(): void {
  const due = asked || performance.now() - lastFrame >= frameInterval[place.view];
  if (drawing || !due) return;
  drawing = true;
  asked = false;
  lastFrame = performance.now();
  post({ type: "frame", frame: frame() });
}

function takeState(): void {
  noteWatch();
  asked = true;
  send();
}

function hold(on: boolean): void {
  const tail = channels.tailModel;
  if (!tail || place.view !== "tail") return;
  tail.hold(on);
  // What the pause had no room for is in the hub's log: the newest are asked for again.
  if (!on && tail.missed > 0) channels.refillTail(place.filter);
  show(place);
}

function download(): void {
  const lines = channels.tailModel?.lines() ?? [];
  post({ type: "download", blob: new Blob(lines, { type: "application/x-ndjson" }), lines: lines.length });
}

function ways(url: string): Ways {
  return {
    open: (token) => new WebSocket(url, bearerProtocols(token)) as Socket,
    isLocked: (token, answer) => {
      fetch("/hub.json", { headers: bearerHeaders(token), signal: AbortSignal.timeout(5000) }).then(
        ({ status }) => answer(status === 401),
        () => answer(false),
      );
    },
  };
}

function start(url: string, name: string, token: string): void {
  myName = name;
  link = new Link(ways(url), token, name, { onStatus: takeStatus, onDumpling: takeNames, onState: takeState });
  link.follow(channel);
  setInterval(send, 50);
  setInterval(() => link?.look(), 5000);
}

onmessage = ({ data }: MessageEvent<ToWorker>) => {
  switch (data.type) {
    case "start":
      return start(data.url, data.name, data.token);
    case "show":
      return show(data.place);
    case "drawn":
      drawing = false;
      return send();
    case "hold":
      return hold(data.on);
    case "read":
      return post({ type: "text", id: data.id, text: channels.tailModel?.text(data.id) ?? null });
    case "download":
      return download();
    case "unlock":
      return link?.unlock(data.token);
    case "retry":
      return link?.retry();
  }
};
