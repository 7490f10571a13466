import assert from "node:assert/strict";
import { test } from "node:test";
import { ViewChannels } from "../src/worker/view_channels";

const tail = (filter: object) => ({ view: "tail", filter: { chef: "", kitchen: "", driver: "", text: "", ...filter }, offset: 0, limit: 10 }) as const;
const chef = (name: string) => ({ view: "chef", chef: name, window: 600, kitchen: "", search: "", chosen: null, sorts: [] }) as const;

test("a view that is shown again continues with the channel that it had", () => {
  const channels = new ViewChannels();
  const first = channels.of(chef("AChef"));
  channels.of({ view: "overview", window: 600 });
  assert.equal(channels.of(chef("AChef")), first);
  assert.notEqual(channels.of(chef("BChef")), first);
});

test("a tail of another chef, kitchen or driver is another channel, but another text is not", () => {
  const channels = new ViewChannels();
  const all = channels.of(tail({}));
  assert.equal(channels.of(tail({ text: "x" })), all);
  for (const filter of [{ chef: "AChef" }, { kitchen: "k" }, { driver: "packet" }]) {
    assert.notEqual(channels.of(tail(filter)), channels.of(tail({})), JSON.stringify(filter));
  }
});

test("a paused tail filters what it has instead of asking the hub", () => {
  const channels = new ViewChannels();
  const all = channels.of(tail({}));
  channels.tail.model.pause(true);
  assert.equal(channels.of(tail({ chef: "AChef" })), all);
  channels.tail.model.pause(false);
  assert.notEqual(channels.of(tail({ chef: "AChef" })), all);
});
