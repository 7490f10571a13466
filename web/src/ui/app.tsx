// The page: where one can go, how the hub is, and the view that was chosen.
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { count, duration } from "../shared/format";
import type { Frame, Link, Place, TailFilter } from "../shared/messages";
import { Arp, type ArpChoice } from "./arp";
import { Empty, moreRows } from "./bits";
import { Chef, type ChefChoice } from "./chef";
import { Dns, type DnsChoice } from "./dns";
import { Help } from "./help";
import { useKeys } from "./keys";
import { Overview } from "./overview";
import { hashOf, type Route, routeOf } from "./route";
import type { Store } from "./store";
import { Tail } from "./tail";
import { currentTheme, nextTheme } from "./theme";
import { Unlock } from "./unlock";

const freshChef: ChefChoice = { window: 600, kitchen: "", search: "", chosen: null };

function useFrame(store: Store): Frame | null {
  const [frame, setFrame] = useState(store.frame);
  useEffect(() => store.subscribe(() => setFrame(store.frame)), [store]);
  return frame;
}

function useRoute(): Route {
  const [route, setRoute] = useState(routeOf(location.hash));
  useEffect(() => {
    const onChange = () => setRoute(routeOf(location.hash));
    addEventListener("hashchange", onChange);
    return () => removeEventListener("hashchange", onChange);
  }, []);
  return route;
}

export function App({ store }: { store: Store }) {
  const frame = useFrame(store);
  const route = useRoute();
  const [window, setWindow] = useState(600);
  const [dns, setDns] = useState<DnsChoice>({ search: "", sort: "count", window: 600, rows: moreRows });
  const [arp, setArp] = useState<ArpChoice>({ search: "", sort: "ip", rows: moreRows });
  const [filter, setFilter] = useState<TailFilter>({ chef: "", kitchen: "", driver: "", text: "" });
  const [span, setSpan] = useState({ offset: 0, limit: 60 });
  const [chefs, setChefs] = useState<ReadonlyMap<string, ChefChoice>>(new Map());
  const [theme, setTheme] = useState(currentTheme());
  const [help, setHelp] = useState(false);
  const chef = route.view === "chef" ? (chefs.get(route.chef) ?? freshChef) : freshChef;

  const place = useMemo((): Place => {
    switch (route.view) {
      case "overview":
        return { view: "overview", window };
      case "dns":
        return { view: "dns", ...dns };
      case "arp":
        return { view: "arp", ...arp };
      case "tail":
        return { view: "tail", filter, ...span };
      case "chef":
        return { view: "chef", chef: route.chef, ...chef };
    }
  }, [route, window, dns, arp, filter, span, chef]);
  useEffect(() => store.show(place), [place]);
  useEffect(() => {
    document.querySelector(".side [aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
    scrollTo(0, 0);
  }, [route]);
  useKeys({ onTheme: () => setTheme(nextTheme()), onHelp: () => setHelp((on) => !on) });

  if (frame?.link.phase === "locked") return <Unlock wrong={frame.link.wrong} onToken={(token) => store.unlock(token)} />;
  const body = frame?.body;
  const fits = body && body.view === route.view && (body.view !== "chef" || route.view !== "chef" || body.chef === route.chef);
  return (
    <div class="page">
      <Side frame={frame} route={route} theme={theme} onTheme={() => setTheme(nextTheme())} onHelp={() => setHelp(true)} />
      <main id="main" tabIndex={-1}>
        <LinkBar link={frame?.link ?? { phase: "connecting" }} store={store} />
        {!fits || !frame ? <Empty title="One moment" /> : <>
          {body.view === "overview" && <Overview frame={frame} body={body} window={window} onWindow={setWindow} />}
          {body.view === "dns" && <Dns body={body} choice={dns} onChoice={setDns} />}
          {body.view === "arp" && <Arp body={body} choice={arp} onChoice={setArp} />}
          {body.view === "tail" && <Tail frame={frame} body={body} store={store} filter={filter} onFilter={(next) => { setSpan({ ...span, offset: 0 }); setFilter(next); }}
            onSpan={(offset, limit) => { if (offset !== span.offset || limit !== span.limit) setSpan({ offset, limit }); }} />}
          {body.view === "chef" && <Chef key={body.chef} body={body} isThere={frame.status?.kitchens.some(({ chefs: its }) => its.includes(body.chef)) ?? false} choice={chef} onChoice={(choice) => setChefs(new Map(chefs).set(body.chef, choice))} />}
        </>}
      </main>
      {help && <Help onClose={() => setHelp(false)} />}
    </div>
  );
}

const views: { route: Route; name: string; key: string }[] = [
  { route: { view: "overview" }, name: "Overview", key: "1" },
  { route: { view: "tail" }, name: "Dumplings", key: "2" },
  { route: { view: "dns" }, name: "DNS", key: "3" },
  { route: { view: "arp" }, name: "ARP", key: "4" },
];

function Side({ frame, route, theme, onTheme, onHelp }: {
  frame: Frame | null; route: Route; theme: string; onTheme: () => void; onHelp: () => void;
}) {
  const problems = frame?.troubles.filter(({ level }) => level === "bad").length ?? 0;
  const item = (to: Route, name: string, note?: string) => {
    const here = hashOf(to) === hashOf(route);
    return <li key={hashOf(to)}><a href={hashOf(to)} aria-current={here ? "page" : undefined} title={name}>{name}{note && <span class="count">{note}</span>}</a></li>;
  };
  return (
    <nav class="side" aria-label="Views">
      <button type="button" class="skip" onClick={() => document.getElementById("main")!.focus()}>Skip to the view</button>
      <a class="brand" href="#/"><img src="/favicon.svg" alt="" width="22" height="22" />nd-hub</a>
      <LinkState link={frame?.link ?? { phase: "connecting" }} />
      <ul>{views.map(({ route: to, name }) => item(to, name, to.view === "overview" && problems > 0 ? String(problems) : undefined))}</ul>
      {frame && frame.chefs.length > 0 && <h2>Chefs</h2>}
      <ul class="chefs">{frame?.chefs.map((chef) => item({ view: "chef", chef }, chef))}</ul>
      <div class="foot">
        <button type="button" class="small" onClick={onTheme} title="Change between the system's theme, light and dark">Theme: {theme} <kbd>t</kbd></button>
        <button type="button" class="small" onClick={onHelp}>Keys <kbd>?</kbd></button>
      </div>
    </nav>
  );
}

function LinkState({ link }: { link: Link }) {
  const words = { live: "live", connecting: "connecting", lost: "no hub", locked: "locked" }[link.phase];
  const kind = { live: "ok", connecting: "unknown", lost: "silent", locked: "unknown" }[link.phase];
  return <p class="link-state"><span class={`state ${kind}`}>{words}</span> <span class="note">{location.host}</span></p>;
}

function useSeconds(): number {
  const [at, setAt] = useState(Date.now() / 1000);
  useEffect(() => {
    const timer = setInterval(() => setAt(Date.now() / 1000), 1000);
    return () => clearInterval(timer);
  }, []);
  return at;
}

/** Says that the hub is away, and that it is being called; and for a moment, that it is back. */
function LinkBar({ link, store }: { link: Link; store: Store }) {
  const at = useSeconds();
  const wasLost = useRef(false);
  if (link.phase === "lost") wasLost.current = true;
  if (link.phase === "live" && wasLost.current && at - link.since < 5) {
    return <div class="bar back" role="status">Connected again; what was missed is being fetched from the hub's log.</div>;
  }
  if (link.phase !== "lost") return null;
  const next = Math.ceil(link.retryAt - at);
  return (
    <div class="bar" role="alert">
      <span>Lost the hub {duration(Math.max(0, at - link.since))} ago: {link.why}. {next > 0 ? `Trying again in ${count(next)} s.` : "Trying again …"} What you see is from before.</span>
      <button type="button" class="small" onClick={() => store.retry()}>Try now</button>
    </div>
  );
}
