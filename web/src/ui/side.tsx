// The list of views and chefs at the side of the page.
import type { Frame, Link } from "../shared/messages";
import { hashOf, type Route } from "./route";

const views: { route: Route; name: string }[] = [
  { route: { view: "overview" }, name: "Overview" },
  { route: { view: "tail" }, name: "Dumplings" },
  { route: { view: "dns" }, name: "DNS" },
  { route: { view: "devices" }, name: "Devices" },
  { route: { view: "connections" }, name: "Connections" },
  { route: { view: "names" }, name: "Names" },
];

export function Side({ frame, route, theme, onTheme, onHelp }: {
  frame: Frame | null; route: Route; theme: string; onTheme: () => void; onHelp: () => void;
}) {
  const chefs = frame?.chefs ?? [];
  const problems = frame?.troubles.filter(({ level }) => level === "bad").length ?? 0;
  const noteOf = (to: Route) => (to.view === "overview" && problems > 0 ? String(problems) : undefined);
  return (
    <nav class="side" aria-label="Views">
      <button type="button" class="skip" onClick={() => document.getElementById("main")!.focus()}>Skip to the view</button>
      <a class="brand" href="#/"><img src="favicon.svg" alt="" width="22" height="22" />nd-hub</a>
      <LinkState link={frame?.link ?? { phase: "connecting" }} />
      <ul>{views.map(({ route: to, name }) => <Item key={name} to={to} current={route} name={name} note={noteOf(to)} />)}</ul>
      {chefs.length > 0 && <h2>Chefs</h2>}
      <ul class="chefs">{chefs.map((chef) => <Item key={chef} to={{ view: "chef", chef }} current={route} name={chef} />)}</ul>
      <div class="foot">
        <button type="button" class="small" onClick={onTheme} title="Switch to the next theme: system, light, dark">Theme: {theme} <kbd>t</kbd></button>
        <button type="button" class="small" onClick={onHelp}>Keys <kbd>?</kbd></button>
      </div>
    </nav>
  );
}

function Item({ to, current, name, note }: { to: Route; current: Route; name: string; note?: string }) {
  const hash = hashOf(to);
  const isCurrent = hash === hashOf(current);
  return <li><a href={hash} aria-current={isCurrent ? "page" : undefined} title={name}>{name}{note && <span class="count">{note}</span>}</a></li>;
}

function LinkState({ link }: { link: Link }) {
  const words = { live: "live", connecting: "connecting", lost: "no hub", locked: "locked" }[link.phase];
  const kind = { live: "ok", connecting: "unknown", lost: "silent", locked: "unknown" }[link.phase];
  return <p class="link-state"><span class={`state ${kind}`}>{words}</span> <span class="note">{location.host}</span></p>;
}
