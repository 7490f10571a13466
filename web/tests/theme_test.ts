import assert from "node:assert/strict";
import { test } from "node:test";
import { Theme } from "../src/ui/theme";
import { FakeStorage, refused } from "./fake_storage";

function setUp(storage: () => Storage, dark = false) {
  const changes: (() => void)[] = [];
  const system = { matches: dark, addEventListener: (_: string, run: unknown) => changes.push(run as () => void) } as unknown as MediaQueryList;
  const root = { dataset: {} as DOMStringMap };
  return { theme: new Theme(storage, system, root), root, system, changes };
}

test("the page follows the system until the viewer chooses", () => {
  const { theme, root, system, changes } = setUp(() => new FakeStorage(), true);
  assert.deepEqual([theme.name, root.dataset["theme"]], ["system", "dark"]);
  Object.assign(system, { matches: false });
  changes.forEach((change) => change());
  assert.equal(root.dataset["theme"], "light");
});

test("the choice goes through all themes, is announced, and is kept for the next visit", () => {
  const storage = new FakeStorage();
  const { theme, root } = setUp(() => storage);
  let drawn = 0;
  const stop = theme.onChange(() => ++drawn);
  assert.deepEqual([theme.next(), theme.next()], ["light", "dark"]);
  assert.deepEqual([root.dataset["theme"], drawn], ["dark", 2]);
  assert.equal(setUp(() => storage).theme.name, "dark");
  stop();
  assert.equal(theme.next(), "system");
  assert.equal(drawn, 2);
});

test("a browser that stores nothing, or something unknown, has a theme all the same", () => {
  const { theme } = setUp(refused);
  assert.deepEqual([theme.name, theme.next()], ["system", "light"]);
  const storage = new FakeStorage();
  storage.setItem("netdumplings.theme", "pink");
  assert.equal(setUp(() => storage).theme.name, "system");
});
