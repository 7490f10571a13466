// The token that the hub was shown, for as long as the tab is there.
import { bearerHeaders } from "../shared/bearer";

const key = "netdumplings.token";
let current = remembered();

function remembered(): string {
  try {
    return sessionStorage.getItem(key) ?? "";
  } catch {
    return "";  // a browser that keeps nothing
  }
}

export function currentToken(): string {
  return current;
}

/** It was right: a reload of the tab needn't ask for it again. */
export function keepToken(token: string): void {
  current = token;
  try {
    sessionStorage.setItem(key, token);
  } catch {
    // It is kept as long as the page is.
  }
}

export function forgetToken(): void {
  current = "";
  try {
    sessionStorage.removeItem(key);
  } catch {
    // Then it was never there.
  }
}

export interface HubFacts {
  in_port?: unknown;
  kitchens_need_token?: unknown;
}

export async function hubFacts(): Promise<HubFacts> {
  const reply = await fetch("/hub.json", { headers: bearerHeaders(current) });
  return reply.ok ? reply.json() : {};
}
