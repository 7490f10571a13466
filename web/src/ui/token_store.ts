// The token that the hub accepted. The tab keeps it until it is closed.

const key = "netdumplings.token";

export class TokenStore {
  private token: string;

  /** `storage` may be one that the browser doesn't allow; the token then lasts as long as the page. */
  constructor(private readonly storage: () => Storage) {
    this.token = this.stored();
  }

  /** The token "" means that there is none. */
  get current(): string {
    return this.token;
  }

  /** Keeps a token that the hub accepted, so that the tab doesn't ask for it after a reload. */
  keep(token: string): void {
    this.token = token;
    try {
      this.storage().setItem(key, token);
    } catch {
      // The browser stores nothing.
    }
  }

  forget(): void {
    this.token = "";
    try {
      this.storage().removeItem(key);
    } catch {
      // The browser stores nothing.
    }
  }

  private stored(): string {
    try {
      return this.storage().getItem(key) ?? "";
    } catch {
      return "";
    }
  }
}
