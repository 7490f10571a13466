// How a token is shown to the hub.

/** The hub takes the wire as it is without a subprotocol under this name; a browser wants one chosen of those it offers. */
const plain = "netdumplings.plain";
const prefix = "netdumplings.bearer.";

/** What a token can be made of: visible ASCII. */
export function isToken(text: string): boolean {
  return /^[\x21-\x7e]+$/.test(text);
}

/** For a WebSocket, where a browser can send nothing else. */
export function bearerProtocols(token: string): string[] {
  if (!token) return [];
  const base64url = btoa(token).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  return [plain, prefix + base64url];
}

export function bearerHeaders(token: string): Record<string, string> {
  return token ? { Authorization: `Bearer ${token}` } : {};
}
