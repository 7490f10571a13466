import assert from "node:assert/strict";
import { test } from "node:test";
import type { Frame, FromWorker, ViewRequest } from "../src/shared/messages";
import { PageWorker } from "../src/worker/page_worker";
import { FakeHub } from "./fakes";
import { text } from "./make";

const everything = { chef: "", kitchen: "", driver: "", text: "" };
const tail: ViewRequest = { view: "tail", filter: everything, offset: 0, limit: 10 };

/** A worker that is connected to a fake hub and draws every frame at once. */
function setUp(request: ViewRequest = tail) {
  const hub = new FakeHub();
  const posted: FromWorker[] = [];
  const clock = { now: 10000 };
  const urls: string[] = [];
  const accessTo = (url: string) => {
    urls.push(url);
    return hub;
  };
  const worker = new PageWorker((message) => posted.push(message), accessTo, () => clock.now, () => clock.now * 1000);
  worker.take({ type: "start", url: "ws://hub/", name: "page-1", token: "a token" });
  worker.take({ type: "show", request });
  hub.sockets.at(-1)!.onopen!();
  const receive = (...messages: string[]) => messages.forEach((data) => hub.sockets.at(-1)!.onmessage!({ data }));
  const frame = (): Frame => {
    clock.now += 2;
    worker.take({ type: "drawn" });
    const last = posted.filter((message) => message.type === "frame").at(-1);
    assert.ok(last?.type === "frame");
    return last.frame;
  };
  const body = <View extends Frame["body"]["view"]>(view: View) => {
    const found = frame().body;
    assert.equal(found.view, view);
    return found as Extract<Frame["body"], { view: View }>;
  };
  return { worker, hub, posted, clock, urls, receive, frame, body };
}

test("the page gets the dumplings of the view that it shows", () => {
  const { hub, urls, receive, body, frame } = setUp();
  assert.deepEqual([urls, hub.shown], [["ws://hub/"], ["a token"]]);
  receive(text("first", { kitchen: "garage" }), text("second", { chef: "BChef" }));
  assert.deepEqual(body("tail").rows.map(({ preview }) => preview), ['"second"', '"first"']);
  assert.deepEqual([frame().chefs, frame().kitchens], [["AChef", "BChef"], ["garage", "k"]]);
});

test("two workers share nothing", () => {
  const one = setUp();
  const other = setUp();
  one.receive(text(1));
  assert.equal(one.body("tail").matched, 1);
  assert.equal(other.body("tail").matched, 0);
  assert.deepEqual(other.frame().chefs, []);
});

test("a page that draws no frame gets no further one", () => {
  const { worker, posted, clock } = setUp();
  const before = posted.length;
  for (let i = 0; i < 10; ++i) {
    clock.now += 2;
    worker.sendFrame();
  }
  assert.equal(posted.length, before);
  worker.take({ type: "drawn" });
  assert.equal(posted.length, before + 1);
});

test("another view is asked of the hub, and the overview has the page's own name", () => {
  const { worker, hub, body } = setUp();
  worker.take({ type: "show", request: { view: "overview", window: 600 } });
  hub.sockets.at(-1)!.onopen!();
  assert.deepEqual([hub.sockets.length, hub.sockets.at(-1)!.hello.since], [2, 600]);
  assert.equal(body("overview").me, "page-1");
});

test("a chef whose view is opened is listed before it has sent anything", () => {
  const request: ViewRequest = { view: "chef", chef: "QuietChef", window: 600, kitchen: "", search: "", chosen: null, sorts: [] };
  const { frame, body } = setUp(request);
  assert.equal(body("chef").chef, "QuietChef");
  assert.deepEqual(frame().chefs, ["QuietChef"]);
});

test("a paused tail stays as it is, and goes on afterwards", () => {
  const { worker, receive, body } = setUp();
  receive(text("before"));
  worker.take({ type: "pause", on: true });
  receive(text("after"));
  assert.deepEqual([body("tail").matched, body("tail").newer, body("tail").paused], [1, 1, true]);
  worker.take({ type: "pause", on: false });
  assert.deepEqual([body("tail").matched, body("tail").paused], [2, false]);
});

test("a dumpling is read by its id, and all are downloaded as lines", async () => {
  const { worker, posted, receive, body } = setUp();
  receive(text(1), text(2));
  const { id } = body("tail").rows[0]!;
  worker.take({ type: "read", id });
  assert.deepEqual(posted.at(-1), { type: "text", id, text: text(2) });
  worker.take({ type: "read", id: 999 });
  assert.deepEqual(posted.at(-1), { type: "text", id: 999, text: null });
  worker.take({ type: "download" });
  const download = posted.at(-1)!;
  assert.ok(download.type === "download" && download.lines === 2);
  assert.equal(await download.blob.text(), `${text(1)}\n${text(2)}\n`);
});

test("the troubles of the hub come with every frame, the worst first", () => {
  const { receive, frame } = setUp();
  const payload = {
    unprotected: ["--tls-cert"],
    dumpling_eaters: [{ info_from_eater: { eater_name: "slow" }, info_from_hub: { skipped: 7 } }],
  };
  receive(text(payload, { chef: "SystemStatusChef", kitchen: null }));
  assert.deepEqual(frame().troubles.map(({ level, who }) => [level, who]), [["bad", "slow"], ["warn", "nd-hub"]]);
});

test("a hub that requires a token is unlocked by the page", () => {
  const { worker, hub, frame } = setUp();
  hub.token = "another token";
  worker.take({ type: "show", request: { view: "names", search: "", sort: "last", rows: 10 } });
  hub.sockets.at(-1)!.onclose!({ code: 1006, reason: "" });
  assert.deepEqual(frame().link, { phase: "locked", wrong: true });
  worker.take({ type: "unlock", token: "another token" });
  hub.sockets.at(-1)!.onopen!();
  assert.equal(frame().link.phase, "live");
});

test("the overview names an address that moved to another MAC, for an hour", () => {
  const { receive, frame, clock } = setUp({ view: "overview", window: 600 });
  const arp = (src_hw: string) => text({ operation: "reply", src_ip: "10.0.0.1", src_hw, time: clock.now }, { chef: "ARPChef", time: clock.now });
  receive(arp("aa"));
  assert.deepEqual(frame().troubles, []);
  receive(arp("bb"));
  assert.deepEqual(frame().troubles.map(({ level, who }) => [level, who]), [["warn", "10.0.0.1"]]);
  clock.now += 3700;
  assert.deepEqual(frame().troubles, []);
});

test("what a kitchen sent before is drawn at that time, and the rates of now don't count it", () => {
  const { receive, body, clock } = setUp({ view: "overview", window: 600 });
  const arrived = clock.now - 300;
  const count = (chef: string) => body("overview").byChef.lines.find(({ name }) => name === chef)!;
  receive(`{"log":"x","position":0,"arrived":${arrived}}`, ...Array.from({ length: 100 }, () => text(1, { chef: "FileChef", time: 1e6 })));
  receive('{"log":"x","position":100,"arrived":null}', ...Array.from({ length: 20 }, () => text(1, { chef: "NowChef", time: 1e6 })));
  const { rate, byChef } = body("overview");
  assert.equal(rate, 2, "20 in the last 10 s");
  const at = [...byChef.times].indexOf(arrived);
  assert.deepEqual([count("FileChef").values[at], count("FileChef").latest, count("NowChef").latest], [100, 0, 2]);
});
