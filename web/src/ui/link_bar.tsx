// The bar above a view while the hub is away.
import { useEffect, useRef, useState } from "preact/hooks";
import { count, duration } from "../shared/format";
import type { Link } from "../shared/messages";
import { usePage } from "./page_context";

const goodNewsFor = 5;  // seconds

function useSeconds(): number {
  const [now, setNow] = useState(Date.now() / 1000);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now() / 1000), 1000);
    return () => clearInterval(timer);
  }, []);
  return now;
}

/** Says that the hub is away and when the page tries again; says for a moment when the hub is back. */
export function LinkBar({ link }: { link: Link }) {
  const { store } = usePage();
  const now = useSeconds();
  const wasLost = useRef(false);
  if (link.phase === "lost") wasLost.current = true;
  if (link.phase === "live" && wasLost.current && now - link.since < goodNewsFor) {
    return <div class="bar back" role="status">Connected again. Getting the missed dumplings from the hub's log.</div>;
  }
  if (link.phase !== "lost") return null;
  const wait = Math.ceil(link.retryAt - now);
  return (
    <div class="bar" role="alert">
      <span>
        Lost the hub {duration(Math.max(0, now - link.since))} ago: {link.why}. {wait > 0 ? `Trying again in ${count(wait)} s.` : "Trying again …"} The
        page shows what it received before.
      </span>
      <button type="button" class="small" onClick={() => store.retry()}>Try now</button>
    </div>
  );
}
