// How wide the page is, by the limits that style.css has.
import { useEffect, useState } from "preact/hooks";

/** Below this, columns with the class `opt` are hidden. */
export const phone = "(max-width: 720px)";
/** Below this, columns with the class `far` are hidden. */
export const notWide = "(max-width: 1350px)";

/** Returns whether the media query matches. */
export function useMatches(query: string): boolean {
  const [media] = useState(() => matchMedia(query));
  const [matches, setMatches] = useState(media.matches);
  useEffect(() => {
    const onChange = () => setMatches(media.matches);
    media.addEventListener("change", onChange);
    return () => media.removeEventListener("change", onChange);
  }, []);
  return matches;
}
