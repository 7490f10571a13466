import assert from "node:assert/strict";
import { test } from "node:test";
import { FramePacer } from "../src/worker/frame_pacer";

test("a frame goes once in an interval, or when it is asked for", () => {
  const clock = { now: 0 };
  const pacer = new FramePacer(() => clock.now);
  const turn = () => {
    const mine = pacer.takeTurn(100);
    pacer.drawn();
    return mine;
  };
  assert.deepEqual([turn(), turn()], [true, false]);
  clock.now = 100;
  assert.deepEqual([turn(), turn()], [true, false]);
  pacer.ask();
  assert.deepEqual([turn(), turn()], [true, false]);
});

test("a page that doesn't draw gets no further frame", () => {
  const pacer = new FramePacer(() => 0);
  assert.ok(pacer.takeTurn(0));
  pacer.ask();
  assert.ok(!pacer.takeTurn(0));
  pacer.drawn();
  assert.ok(pacer.takeTurn(0));
});
