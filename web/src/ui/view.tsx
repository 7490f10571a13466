// Draws the view that was chosen.
import type { Body, Frame } from "../shared/messages";
import { Chef } from "./chef";
import { type ChangeChoices, chefChoice, type Choices } from "./choices";
import { Connections } from "./connections";
import { Devices } from "./devices";
import { Dns } from "./dns";
import { Names } from "./names";
import { Overview } from "./overview";
import { Empty } from "./panel";
import type { Route } from "./route";
import { Tail } from "./tail";

interface ViewProps {
  frame: Frame | null;
  route: Route;
  choices: Choices;
  onChange: ChangeChoices;
}

/** Shows a placeholder until the first frame of the chosen view arrives. */
export function View({ frame, route, choices, onChange }: ViewProps) {
  if (!frame || !isOf(frame.body, route)) return <Empty title="Loading …" />;
  const body = frame.body;
  switch (body.view) {
    case "overview":
      return <Overview frame={frame} body={body} window={choices.window} onWindow={(window) => onChange(() => ({ window }))} />;
    case "dns":
      return <Dns body={body} choice={choices.dns} onChoice={(dns) => onChange(() => ({ dns }))} />;
    case "devices":
      return <Devices body={body} choice={choices.devices} onChoice={(devices) => onChange(() => ({ devices }))} />;
    case "connections":
      return <Connections body={body} choice={choices.connections} onChoice={(connections) => onChange(() => ({ connections }))} />;
    case "names":
      return <Names body={body} choice={choices.names} onChoice={(names) => onChange(() => ({ names }))} />;
    case "tail":
      return <Tail frame={frame} body={body} choice={choices.tail} onChoice={(change) => onChange(({ tail }) => ({ tail: { ...tail, ...change } }))} />;
    case "chef":
      return <Chef key={body.chef} body={body} isThere={isCooking(frame, body.chef)} choice={chefChoice(choices, body.chef)}
        onChoice={(choice) => onChange(({ chefs }) => ({ chefs: new Map(chefs).set(body.chef, choice) }))} />;
  }
}

function isOf(body: Body, route: Route): boolean {
  return body.view === route.view && (body.view !== "chef" || route.view !== "chef" || body.chef === route.chef);
}

/** Returns whether a connected kitchen runs this chef. */
function isCooking(frame: Frame, chef: string): boolean {
  return frame.status?.kitchens.some(({ chefs }) => chefs.includes(chef)) ?? false;
}
