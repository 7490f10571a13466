// What the hub says about itself over HTTP.
import { bearerHeaders } from "../shared/bearer";

/** The keys of /hub.json that the page uses. */
export interface HubFacts {
  in_port?: unknown;
  kitchens_need_token?: unknown;
  tls?: unknown;
}

/** Returns no facts if the hub refuses the token. */
export async function fetchHubFacts(token: string): Promise<HubFacts> {
  const reply = await fetch("hub.json", { headers: bearerHeaders(token) });
  return reply.ok ? reply.json() : {};
}
