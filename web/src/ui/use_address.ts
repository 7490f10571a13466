// Follows the page's address, and keeps the viewer's choices in it.
import { useEffect, useState } from "preact/hooks";
import { addressOf, choicesAt } from "./address";
import { type ChangeChoices, type Choices, untouched } from "./choices";
import { type Route, routeOf } from "./route";

/** A browser refuses many changes of the address in a short time, such as one for each letter of a search. */
const writtenAfter = 250;  // ms

export function useAddress(): [Route, Choices, ChangeChoices] {
  const [route, setRoute] = useState(() => routeOf(location.hash));
  const [choices, setChoices] = useState(() => choicesAt(location.hash, untouched));
  useEffect(() => {
    const onChange = () => {
      setRoute(routeOf(location.hash));
      setChoices((before) => choicesAt(location.hash, before));
    };
    addEventListener("hashchange", onChange);
    return () => removeEventListener("hashchange", onChange);
  }, []);
  useEffect(() => {
    const timer = setTimeout(() => history.replaceState(null, "", addressOf(route, choices)), writtenAfter);
    return () => clearTimeout(timer);
  }, [route, choices]);
  return [route, choices, (change) => setChoices((before) => ({ ...before, ...change(before) }))];
}
