// Where the page begins.
import { render } from "preact";
import { App } from "./app";
import { Store } from "./store";
import { startTheme } from "./theme";

startTheme();
const id = Array.from(crypto.getRandomValues(new Uint8Array(2)), (byte) => byte.toString(16).padStart(2, "0")).join("");
const scheme = location.protocol === "https:" ? "wss" : "ws";
const store = new Store(`${scheme}://${location.host}/`, `page-${id}`);
render(<App store={store} />, document.getElementById("root")!);
