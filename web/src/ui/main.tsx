// The entry of the page.
import { render } from "preact";
import { App } from "./app";
import { PageContext } from "./page_context";
import { Palette } from "./palette";
import { Store } from "./store";
import { Theme } from "./theme";
import { TokenStore } from "./token_store";

/** Returns a name that tells this tab from the other eaters of the hub. */
function eaterName(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(2));
  return "page-" + Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function main(): void {
  const theme = new Theme(() => localStorage, matchMedia("(prefers-color-scheme: dark)"), document.documentElement);
  const scheme = location.protocol === "https:" ? "wss" : "ws";
  const store = new Store(`${scheme}://${location.host}${location.pathname}`, eaterName(), new TokenStore(() => sessionStorage));
  const palette = new Palette(() => sessionStorage);
  render(<PageContext.Provider value={{ store, theme, palette }}><App /></PageContext.Provider>, document.getElementById("root")!);
}

main();
