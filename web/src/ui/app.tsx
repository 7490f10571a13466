// The page: the list of views, the state of the connection, and the view that was chosen.
import { useEffect, useMemo, useState } from "preact/hooks";
import type { Frame, Link } from "../shared/messages";
import { requestFor } from "./choices";
import { Help } from "./help";
import { useKeys } from "./keys";
import { LinkBar } from "./link_bar";
import { usePage } from "./page_context";
import { Side } from "./side";
import type { Store } from "./store";
import { Unlock } from "./unlock";
import { useAddress } from "./use_address";
import { View } from "./view";

const connecting: Link = { phase: "connecting" };

function useFrame(store: Store): Frame | null {
  const [frame, setFrame] = useState(store.frame);
  useEffect(() => store.subscribe(() => setFrame(store.frame)), [store]);
  return frame;
}

export function App() {
  const { store, theme } = usePage();
  const frame = useFrame(store);
  const [route, choices, change] = useAddress();
  const [themeName, setThemeName] = useState(theme.name);
  const [help, setHelp] = useState(false);
  const request = useMemo(() => requestFor(route, choices), [route, choices]);
  useEffect(() => store.show(request), [request]);
  useEffect(() => {
    document.querySelector(".side [aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
    scrollTo(0, 0);
  }, [route]);
  const onTheme = () => setThemeName(theme.next());
  useKeys({ onTheme, onHelp: () => setHelp((on) => !on) });

  if (frame?.link.phase === "locked") return <Unlock wrong={frame.link.wrong} onToken={(token) => store.unlock(token)} />;
  return (
    <div class="page">
      <Side frame={frame} route={route} theme={themeName} onTheme={onTheme} onHelp={() => setHelp(true)} />
      <main id="main" tabIndex={-1}>
        <LinkBar link={frame?.link ?? connecting} />
        <View frame={frame} route={route} choices={choices} onChange={change} />
      </main>
      {help && <Help onClose={() => setHelp(false)} />}
    </div>
  );
}
