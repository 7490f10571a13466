// Counts how often each hostname is looked up, each lookup exactly once, however often it is killed.
// Usage: node count_lookups.js FILE [HOST:PORT]
const fs = require("fs");
const WebSocket = globalThis.WebSocket || require("ws"); // Node has one from 22 on; before, it is Debian's node-ws

const [file, hub = "localhost:11348"] = process.argv.slice(2);
const choice = { eater_name: "lookup_counter", chefs: ["DNSLookupChef"], drivers: ["packet"] };

const state = fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, "utf8")) : { lookups: [] };
const lookups = new Map(state.lookups);
let { log, position, had } = state.place || { log: "", position: 0, had: 0 };

// The place and the counts are in one file, which is replaced at once: after a crash, both are old or both are new.
function save() {
  fs.writeFileSync(file + ".new", JSON.stringify({ place: { log, position, had }, lookups: [...lookups] }));
  fs.renameSync(file + ".new", file);
}

function connect() {
  const stream = new WebSocket("ws://" + hub, "netdumplings.v1");
  let seen = 0; // dumplings after the position, on this connection; the first `had` of them are counted
  let begins = true;

  stream.onopen = () => stream.send(JSON.stringify({ ...choice, after: { log, position } }));
  stream.onmessage = ({ data }) => {
    const message = JSON.parse(data);
    if ("metadata" in message && ++seen > had) {
      had = seen;
      const { hostname } = message.payload.lookup;
      lookups.set(hostname, (lookups.get(hostname) || 0) + 1);
      save();
    }
    if ("skipped" in message) {
      console.log("missing dumplings:", message.skipped);
      had = seen;
    }
    if ("position" in message) {
      const asAsked = message.log === log && message.position === position;
      had = asAsked || !begins ? had - seen : 0;
      ({ log, position } = message);
      seen = 0;
      begins = false;
    }
  };
  stream.onerror = ({ message }) => console.error(message || "the connection failed");
  stream.onclose = () => setTimeout(connect, 1000);
}

connect();
