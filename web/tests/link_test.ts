import assert from "node:assert/strict";
import { test } from "node:test";
import type { Dumpling } from "../src/shared/dumpling";
import type { Link as State } from "../src/shared/messages";
import { arrival, Channel, Link, type Socket } from "../src/worker/link";
import type { Wanted } from "../src/worker/model";
import { dumpling, text } from "./make";

class FakeSocket implements Socket {
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number; reason: string }) => void) | null = null;
  sent: string[] = [];
  closed = false;
  send(message: string): void {
    this.sent.push(message);
  }
  close(): void {
    this.closed = true;
  }
  get hello() {
    return JSON.parse(this.sent[0]!);
  }
}

class Recorder {
  folded: Dumpling[] = [];
  constructor(readonly wanted: Wanted) {}
  fold(one: Dumpling): void {
    this.folded.push(one);
  }
}

function setUp(token = "") {
  const sockets: FakeSocket[] = [];
  const states: State[] = [];
  const status: Dumpling[] = [];
  const clock = { now: 10000 };
  const due: (() => void)[] = [];
  const later = (run: () => void) => {
    due.push(run);
    return () => void due.splice(due.indexOf(run), 1);
  };
  const hub = { token: "" };  // the one it wants; "" is none
  const shown: string[] = [];
  const ways = {
    open: (token: string) => {
      shown.push(token);
      sockets.push(new FakeSocket());
      return sockets.at(-1)!;
    },
    isLocked: (token: string, answer: (locked: boolean) => void) => answer(hub.token !== "" && token !== hub.token),
  };
  const link = new Link(ways, token, "page-1", { onStatus: (one) => status.push(one), onDumpling: () => {}, onState: (state) => states.push(state) }, () => clock.now, later);
  return { link, sockets, states, status, clock, due, hub, shown };
}

test("a hello says who we are, what is wanted and how far back", () => {
  const { link, sockets } = setUp();
  link.follow(new Channel(new Recorder({ chefs: ["C"], since: 600 })));
  sockets[0]!.onopen!();
  assert.deepEqual(sockets[0]!.hello, { eater_name: "page-1", status: true, chefs: ["C"], since: 600 });
});

test("a tab receives what it draws: another view asks anew, and going back asks for the gap alone", () => {
  const { link, sockets, clock } = setUp();
  const one = new Recorder({ chefs: ["One"], since: 600 });
  const channel = new Channel(one);
  link.follow(channel);
  sockets[0]!.onopen!();
  sockets[0]!.onmessage!({ data: text(1, { chef: "One" }) });
  link.follow(new Channel(new Recorder({ chefs: ["Two"], last: 10 })));
  assert.ok(sockets[0]!.closed);
  sockets[1]!.onopen!();
  assert.deepEqual([sockets[1]!.hello.chefs, sockets[1]!.hello.last], [["Two"], 10]);
  clock.now += 60;
  link.follow(channel);
  sockets[2]!.onopen!();
  assert.equal(sockets[2]!.hello.since, 65);
  sockets[2]!.onmessage!({ data: text(1, { chef: "One" }) });
  sockets[2]!.onmessage!({ data: text(2, { chef: "One" }) });
  assert.deepEqual(one.folded.map(({ payload }) => payload), [1, 2], "the margin's dumpling isn't counted twice");
});

test("a hub that knows no filters is filtered here", () => {
  const { link, sockets } = setUp();
  const model = new Recorder({ chefs: ["C"], kitchens: ["k"] });
  link.follow(new Channel(model));
  sockets[0]!.onopen!();
  for (const said of [{ chef: "C" }, { chef: "D" }, { chef: "C", kitchen: null }]) sockets[0]!.onmessage!({ data: text(0, said) });
  assert.equal(model.folded.length, 1);
});

test("the hub's status goes where it belongs, and counts as no dumpling", () => {
  const { link, sockets, status } = setUp();
  const model = new Recorder({});
  link.follow(new Channel(model));
  sockets[0]!.onopen!();
  sockets[0]!.onmessage!({ data: text({}, { chef: "SystemStatusChef", kitchen: null }) });
  sockets[0]!.onmessage!({ data: text({}, { chef: "SystemStatusChef", kitchen: "impostor" }) });
  assert.deepEqual([status.length, model.folded.length], [1, 1]);
});

test("a lost hub is called again, later each time, and what was missed is asked for", () => {
  const { link, sockets, states, clock, due } = setUp();
  link.follow(new Channel(new Recorder({ since: 600 })));
  sockets[0]!.onopen!();
  clock.now += 2;
  sockets[0]!.onclose!({ code: 1001, reason: "the hub is shutting down" });
  let state = states.at(-1)!;
  assert.ok(state.phase === "lost" && state.why === "the hub is shutting down" && state.since === clock.now);
  const pauses: number[] = [];
  for (let i = 0; i < 8; ++i) {
    state = link.state;
    assert.ok(state.phase === "lost");
    const pause = state.retryAt - clock.now;
    pauses.push(pause);
    clock.now += pause;
    due.shift()!();
    sockets.at(-1)!.onclose!({ code: 1006, reason: "" });
  }
  assert.equal(sockets.length, 9);
  assert.ok(pauses[0]! < 1 && pauses.at(-1)! > 7 && pauses.every((pause) => pause < 13), String(pauses));
  due.shift()!();
  clock.now = 10100;
  sockets.at(-1)!.onopen!();
  assert.equal(sockets.at(-1)!.hello.since, 105);
  assert.equal(link.state.phase, "live");
});

test("a hub that wants a token is not called again before it has one, and a wrong one is told from none", () => {
  const { link, sockets, states, due, hub, shown } = setUp();
  hub.token = "a right token";
  link.follow(new Channel(new Recorder({})));
  sockets[0]!.onclose!({ code: 1006, reason: "" });
  assert.deepEqual(states.at(-1), { phase: "locked", wrong: false });
  link.retry();
  link.follow(new Channel(new Recorder({ chefs: ["Other"] })));
  assert.deepEqual([sockets.length, due.length], [1, 0]);
  link.unlock("a wrong token");
  sockets[1]!.onclose!({ code: 1006, reason: "" });
  assert.deepEqual(states.at(-1), { phase: "locked", wrong: true });
  link.unlock("a right token");
  sockets[2]!.onopen!();
  assert.equal(link.state.phase, "live");
  assert.deepEqual(sockets[2]!.hello.chefs, ["Other"], "the view that is shown by now");
  assert.deepEqual(shown, ["", "a wrong token", "a right token"]);
});

test("a token that the hub takes no longer is asked for anew when the connection is lost, and not before", () => {
  const { link, sockets, due, hub } = setUp("the old token");
  hub.token = "the old token";
  link.follow(new Channel(new Recorder({})));
  sockets[0]!.onopen!();
  hub.token = "the new token";
  assert.equal(link.state.phase, "live");
  sockets[0]!.onclose!({ code: 1001, reason: "" });
  assert.equal(link.state.phase, "lost");
  due.shift()!();
  sockets[1]!.onclose!({ code: 1006, reason: "" });
  assert.deepEqual(link.state, { phase: "locked", wrong: true });
});

test("an answer to an earlier attempt changes nothing", () => {
  const { link, sockets } = setUp();
  const answers: ((locked: boolean) => void)[] = [];
  (link as unknown as { ways: { isLocked: unknown } }).ways.isLocked = (_: string, answer: (locked: boolean) => void) => answers.push(answer);
  link.follow(new Channel(new Recorder({})));
  sockets[0]!.onclose!({ code: 1006, reason: "" });
  answers[0]!(false);
  link.retry();
  sockets[1]!.onopen!();
  answers[0]!(true);
  assert.equal(link.state.phase, "live");
});

test("a hub that says nothing any more is given up", () => {
  const { link, sockets, clock } = setUp();
  link.follow(new Channel(new Recorder({})));
  sockets[0]!.onopen!();
  clock.now += 29;
  link.look();
  assert.equal(link.state.phase, "live");
  clock.now += 2;
  link.look();
  assert.equal(link.state.phase, "lost");
  assert.ok(sockets[0]!.closed);
});

test("a stamp of long ago, or of tomorrow, isn't when the hub had it", () => {
  assert.equal(arrival(dumpling(0, { time: 9999 }), 10000), 9999);
  assert.equal(arrival(dumpling(0, { time: 1 }), 1e9), 1e9);
  assert.equal(arrival(dumpling(0, { time: 1e9 + 500 }), 1e9), 1e9);
});
