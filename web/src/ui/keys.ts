// The keys of the page. They work unless the viewer types into a field.
import { useEffect } from "preact/hooks";

const routes: Record<string, string> = { "1": "#/", "2": "#/dumplings", "3": "#/dns", "4": "#/arp" };

/** The event that the key p sends to the window. */
export const pauseKeyEvent = "nd-pause-key";

export const keyList: [string, string][] = [
  ["1 – 4", "Overview, Dumplings, DNS, ARP"],
  ["/", "Search"],
  ["p", "Pause or resume the list of dumplings"],
  ["↓ ↑ or j k", "Next, previous dumpling in the list"],
  ["Enter, Esc", "Open, close a dumpling"],
  ["t", "Next theme: system, light, dark"],
  ["?", "Show or hide these keys"],
];

function isTyping(target: EventTarget | null): boolean {
  const isText = target instanceof HTMLInputElement && target.type !== "checkbox";
  return isText || target instanceof HTMLSelectElement || target instanceof HTMLTextAreaElement;
}

export function useKeys({ onTheme, onHelp }: { onTheme: () => void; onHelp: () => void }): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      if (isTyping(event.target)) {
        if (event.key === "Escape") (event.target as HTMLElement).blur();
        return;
      }
      if (routes[event.key]) location.hash = routes[event.key]!;
      else if (event.key === "/") document.querySelector<HTMLInputElement>("input.search")?.focus();
      else if (event.key === "p") dispatchEvent(new Event(pauseKeyEvent));
      else if (event.key === "t") onTheme();
      else if (event.key === "?") onHelp();
      else return;
      event.preventDefault();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [onTheme, onHelp]);
}
