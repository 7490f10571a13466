// Which subprotocols the page offers to the hub. They also carry its token.

/** The subprotocol in which the hub says where in its log the page is, and when what it sends arrived. */
const v1 = "netdumplings.v1";
/** The subprotocol that changes nothing. A browser needs the hub to choose one of the subprotocols that it offers. */
const plain = "netdumplings.plain";
const prefix = "netdumplings.bearer.";

/** Returns whether the text can be a token, which consists of visible ASCII characters. */
export function isToken(text: string): boolean {
  return /^[\x21-\x7e]+$/.test(text);
}

/** Returns the subprotocols, with the token if there is one. A browser can send no other header with a WebSocket. */
export function protocols(token: string): string[] {
  if (!token) return [v1, plain];
  const base64url = btoa(token).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  return [v1, plain, prefix + base64url];
}

export function bearerHeaders(token: string): Record<string, string> {
  return token ? { Authorization: `Bearer ${token}` } : {};
}
