// Runs the script of a page, docs/examples/web/hostnames.html, like a browser, and prints each text that it shows as a
// line of JSON. The WebSocket is node's own from version 22 on; before, it needs --experimental-websocket or Debian's
// undici. The document is a fake one with the few parts that the page uses.
//
//   node run_page.js PAGE HOST:PORT
const fs = require("fs");
const vm = require("vm");

const WebSocket = globalThis.WebSocket ?? require("undici").WebSocket;
const [page, hub] = process.argv.slice(2);
const script = /<script>(.*)<\/script>/s.exec(fs.readFileSync(page, "utf8"))[1];

class Element {
  #text = "";
  constructor(id) {
    this.id = id;
  }
  get textContent() {
    return this.#text;
  }
  set textContent(text) {
    this.#text = String(text);
    if (this.id) console.log(JSON.stringify({ [this.id]: this.#text }));
  }
  append(child) {
    console.log(JSON.stringify({ [this.id]: child.textContent }));
  }
}

const elements = Object.fromEntries([...fs.readFileSync(page, "utf8").matchAll(/id="(\w+)"/g)].map(([, id]) => [id, new Element(id)]));
const document = { getElementById: (id) => elements[id], createElement: () => new Element() };
vm.runInNewContext(script, { document, location: { search: "?" + hub }, WebSocket, setTimeout }, { filename: page });
