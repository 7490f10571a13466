// The keys of the page. They work unless the viewer types into a field.
import { useEffect } from "preact/hooks";

const routes: Record<string, string> = { "1": "#/", "2": "#/dumplings", "3": "#/dns", "4": "#/devices", "5": "#/connections", "6": "#/names" };

/** The event that the key p sends to the window. */
export const pauseKeyEvent = "nd-pause-key";

/** The event that the keys j and k send to the window. Its detail is 1 for the next dumpling, and -1 for the previous one. */
export const moveKeyEvent = "nd-move-key";

const moves: Record<string, number> = { j: 1, k: -1 };

export const keyList: [string, string][] = [
  ["1 – 6", "Overview, Dumplings, DNS, Devices, Connections, Names"],
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
      else if (moves[event.key]) dispatchEvent(new CustomEvent(moveKeyEvent, { detail: moves[event.key] }));
      else if (event.key === "t") onTheme();
      else if (event.key === "?") onHelp();
      else return;
      event.preventDefault();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [onTheme, onHelp]);
}
