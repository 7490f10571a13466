import assert from "node:assert/strict";
import { test } from "node:test";
import type { Dumpling } from "../src/shared/dumpling";
import type { Link as State } from "../src/shared/messages";
import { Channel } from "../src/worker/channel";
import { arrival, Link } from "../src/worker/link";
import { FakeHub, Recorder } from "./fakes";
import { dumpling, text } from "./make";

function setUp(token = "") {
  const hub = new FakeHub();
  const states: State[] = [];
  const status: Dumpling[] = [];
  const clock = { now: 10000 };
  const due: (() => void)[] = [];
  const later = (run: () => void) => {
    due.push(run);
    return () => {
      if (due.includes(run)) due.splice(due.indexOf(run), 1);
    };
  };
  const events = { onStatus: (one: Dumpling) => status.push(one), onDumpling: () => {}, onState: (state: State) => states.push(state) };
  const link = new Link(hub, token, "page-1", events, () => clock.now, later);
  return { link, hub, sockets: hub.sockets, shown: hub.shown, states, status, clock, due };
}

test("a hello says who the page is, which dumplings it wants and how far back", () => {
  const { link, sockets } = setUp();
  link.follow(new Channel(new Recorder({ chefs: ["C"], since: 600 })));
  sockets[0]!.onopen!();
  assert.deepEqual(sockets[0]!.hello, { eater_name: "page-1", status: true, arrivals: true, chefs: ["C"], since: 600 });
});

test("another view asks for its own dumplings, and a view that is shown again asks for its gap only", () => {
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
  assert.deepEqual(one.folded.map(({ payload }) => payload), [1, 2], "a dumpling of the margin is counted once");
});

test("the page filters the dumplings of a hub that knows no filters", () => {
  const { link, sockets } = setUp();
  const model = new Recorder({ chefs: ["C"], kitchens: ["k"] });
  link.follow(new Channel(model));
  sockets[0]!.onopen!();
  for (const said of [{ chef: "C" }, { chef: "D" }, { chef: "C", kitchen: null }]) sockets[0]!.onmessage!({ data: text(0, said) });
  assert.equal(model.folded.length, 1);
});

test("the hub's status is not folded as a dumpling", () => {
  const { link, sockets, status } = setUp();
  const model = new Recorder({});
  link.follow(new Channel(model));
  sockets[0]!.onopen!();
  sockets[0]!.onmessage!({ data: text({}, { chef: "SystemStatusChef", kitchen: null }) });
  sockets[0]!.onmessage!({ data: text({}, { chef: "SystemStatusChef", kitchen: "impostor" }) });
  assert.deepEqual([status.length, model.folded.length], [1, 1]);
});

test("a lost hub is called again after longer and longer pauses, and asked for the missed dumplings", () => {
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
  assert.ok(pauses[0]! < 1 && pauses.at(-1)! > 1.7 && pauses.every((pause) => pause <= 3), String(pauses));
  due.shift()!();
  clock.now = 10100;
  sockets.at(-1)!.onopen!();
  assert.equal(sockets.at(-1)!.hello.since, 105);
  assert.equal(link.state.phase, "live");
});

test("a hub that requires a token is not called again without one, and a wrong token is told from a missing one", () => {
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
  assert.deepEqual(sockets[2]!.hello.chefs, ["Other"], "the view that is shown now");
  assert.deepEqual(shown, ["", "a wrong token", "a right token"]);
});

test("a token that the hub no longer accepts is asked for again once the connection is lost", () => {
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
  const { link, sockets, hub } = setUp();
  const answers: ((locked: boolean) => void)[] = [];
  hub.isLocked = (_, answer) => void answers.push(answer);
  link.follow(new Channel(new Recorder({})));
  sockets[0]!.onclose!({ code: 1006, reason: "" });
  answers[0]!(false);
  link.retry();
  sockets[1]!.onopen!();
  answers[0]!(true);
  assert.equal(link.state.phase, "live");
});

test("a hub that falls silent is given up", () => {
  const { link, sockets, clock } = setUp();
  link.follow(new Channel(new Recorder({})));
  sockets[0]!.onopen!();
  clock.now += 29;
  link.checkSilence();
  assert.equal(link.state.phase, "live");
  clock.now += 2;
  link.checkSilence();
  assert.equal(link.state.phase, "lost");
  assert.ok(sockets[0]!.closed);
});

test("a time stamp of long ago or of tomorrow is not taken as the time of arrival", () => {
  assert.equal(arrival(dumpling(0, { time: 9999 }), 10000), 9999);
  assert.equal(arrival(dumpling(0, { time: 1 }), 1e9), 1e9);
  assert.equal(arrival(dumpling(0, { time: 1e9 + 500 }), 1e9), 1e9);
});

test("when the network comes back, the page connects at once and trusts no connection from before", () => {
  const { link, sockets, due, clock } = setUp();
  link.follow(new Channel(new Recorder({})));
  link.online();
  assert.deepEqual([sockets.length, sockets[0]!.closed, due.length], [2, true, 1], "an attempt that was under way");
  sockets[1]!.onopen!();
  link.online();
  assert.deepEqual([sockets.length, sockets[1]!.closed], [3, true], "a connection");
  sockets[2]!.onclose!({ code: 1006, reason: "" });
  assert.equal(link.state.phase, "lost");
  link.online();
  assert.deepEqual([sockets.length, due.length], [4, 1], "a pause");
  sockets[3]!.onopen!();
  assert.deepEqual([link.state, due.length], [{ phase: "live", since: clock.now }, 0]);
});

test("the network's return asks no hub that wants a token", () => {
  const { link, sockets, hub } = setUp();
  hub.token = "a token";
  link.online();
  link.follow(new Channel(new Recorder({})));
  sockets[0]!.onclose!({ code: 1006, reason: "" });
  link.online();
  assert.equal(sockets.length, 1);
});

test("an attempt that gets no answer is given up", () => {
  const { link, sockets, due } = setUp();
  link.follow(new Channel(new Recorder({})));
  due.shift()!();
  assert.ok(sockets[0]!.closed && link.state.phase === "lost" && link.state.why === "no answer from the hub");
  due.shift()!();
  sockets[1]!.onopen!();
  assert.deepEqual([link.state.phase, due.length], ["live", 0]);
});

test("what the past brings has the time at which it arrived at the hub", () => {
  const { link, sockets, clock } = setUp();
  const at: number[] = [];
  const model = { wanted: { since: 600 }, fold: (_: Dumpling, arrival: number) => void at.push(arrival) };
  link.follow(new Channel(model));
  sockets[0]!.onopen!();
  const say = (...messages: string[]) => messages.forEach((data) => sockets[0]!.onmessage!({ data }));
  const fromFile = (n: number) => text(n, { time: 1e6 });
  say('{"log":"x","position":1}', fromFile(1));
  say('{"log":"x","position":2,"arrived":9500.5}', fromFile(2), text(3, { time: 9499 }));
  say('{"log":"x","position":4}', '{"skipped":3}', fromFile(4));
  say('{"log":"x","position":8,"arrived":99999}', fromFile(5));
  say('{"log":"x","position":9,"arrived":null}', fromFile(6));
  assert.deepEqual(at, [clock.now, 9500.5, 9499, 9500.5, clock.now, clock.now]);
  say('{"log":"x","position":10,"arrived":9600}');
  sockets[0]!.onclose!({ code: 1006, reason: "" });
  link.retry();
  sockets[1]!.onopen!();
  sockets[1]!.onmessage!({ data: fromFile(7) });
  assert.equal(at.at(-1), clock.now, "a new connection begins anew");
});
