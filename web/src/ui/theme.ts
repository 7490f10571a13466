// Light, dark, or what the system says.

const themes = ["system", "light", "dark"] as const;
export type Theme = (typeof themes)[number];
const key = "netdumplings.theme";
const listeners = new Set<() => void>();
const system = matchMedia("(prefers-color-scheme: dark)");

function stored(): Theme {
  try {
    return themes.find((theme) => theme === localStorage.getItem(key)) ?? "system";
  } catch {
    return "system";  // a browser that keeps nothing
  }
}

let theme: Theme = stored();

function apply(): void {
  const dark = theme === "dark" || (theme === "system" && system.matches);
  document.documentElement.dataset["theme"] = dark ? "dark" : "light";
  for (const listener of listeners) listener();
}

export function currentTheme(): Theme {
  return theme;
}

export function nextTheme(): Theme {
  theme = themes[(themes.indexOf(theme) + 1) % themes.length]!;
  try {
    localStorage.setItem(key, theme);
  } catch {
    // it is kept as long as the page
  }
  apply();
  return theme;
}

/** Charts have to be drawn anew. */
export function onThemeChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function startTheme(): void {
  system.addEventListener("change", apply);
  apply();
}

/** The value of a custom property of style.css. */
export function css(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}
