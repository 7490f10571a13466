// Light, dark, or what the system says.

const names = ["system", "light", "dark"] as const;
export type ThemeName = (typeof names)[number];
const key = "netdumplings.theme";

/** Keeps the viewer's choice for the next visit, and shows it on the page. */
export class Theme {
  private chosen: ThemeName;
  private readonly listeners = new Set<() => void>();

  /** `storage` may be one that the browser doesn't allow; the choice then lasts as long as the page. */
  constructor(
    private readonly storage: () => Storage,
    private readonly system: Pick<MediaQueryList, "matches" | "addEventListener">,
    private readonly root: Pick<HTMLElement, "dataset">,
  ) {
    this.chosen = this.stored();
    system.addEventListener("change", () => this.apply());
    this.apply();
  }

  get name(): ThemeName {
    return this.chosen;
  }

  /** Changes to the next theme, and returns its name. */
  next(): ThemeName {
    this.chosen = names[(names.indexOf(this.chosen) + 1) % names.length]!;
    try {
      this.storage().setItem(key, this.chosen);
    } catch {
      // The browser stores nothing.
    }
    this.apply();
    return this.chosen;
  }

  /** Calls the listener whenever the colours change. Returns a function that ends this. */
  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private stored(): ThemeName {
    try {
      const value = this.storage().getItem(key);
      return names.find((name) => name === value) ?? "system";
    } catch {
      return "system";
    }
  }

  private apply(): void {
    const dark = this.chosen === "dark" || (this.chosen === "system" && this.system.matches);
    this.root.dataset["theme"] = dark ? "dark" : "light";
    for (const listener of this.listeners) listener();
  }
}

/** Returns the value of a custom property of style.css. */
export function css(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}
