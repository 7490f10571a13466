// How the page shows its token to the hub.

/** The subprotocol that changes nothing. A browser needs the hub to choose one of the subprotocols that it offers. */
const plain = "netdumplings.plain";
const prefix = "netdumplings.bearer.";

/** Returns whether the text can be a token, which consists of visible ASCII characters. */
export function isToken(text: string): boolean {
  return /^[\x21-\x7e]+$/.test(text);
}

/** Returns the subprotocols that carry the token. A browser can send no other header with a WebSocket. */
export function bearerProtocols(token: string): string[] {
  if (!token) return [];
  const base64url = btoa(token).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  return [plain, prefix + base64url];
}

export function bearerHeaders(token: string): Record<string, string> {
  return token ? { Authorization: `Bearer ${token}` } : {};
}
