import assert from "node:assert/strict";
import { test } from "node:test";
import { JoinedModel } from "../src/worker/joined_model";
import { Recorder } from "./fakes";
import { dumpling } from "./make";

test("each part gets the dumplings that it wants, and the hub is asked for all of them", () => {
  const model = new JoinedModel({ one: new Recorder({ chefs: ["A", "B"], since: 60 }), other: new Recorder({ chefs: ["B", "C"], since: 3600 }) });
  assert.deepEqual(model.wanted, { chefs: ["A", "B", "B", "C"], since: 3600 });
  for (const chef of ["A", "B", "C", "D"]) model.fold(dumpling(1, { chef }), 1000);
  const chefsOf = ({ folded }: Recorder) => folded.map(({ chef }) => chef).join("");
  assert.deepEqual([chefsOf(model.parts.one), chefsOf(model.parts.other)], ["AB", "BC"]);
});
