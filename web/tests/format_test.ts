import assert from "node:assert/strict";
import { test } from "node:test";
import { ago, bytes, count, counted, duration, figure, perSecond, share, shortDuration, time } from "../src/shared/format";

test("thousands are separated, and an unknown figure is a dash", () => {
  assert.equal(count(1234567), "1,234,567");
  assert.equal(count(undefined), "–");
  assert.equal(figure(0.1 + 0.2), "0.3");
  assert.equal(figure(123456.789), "123,457");
  assert.equal(figure(-1e300), "-1.00000e+300");
});

test("figures have their units", () => {
  assert.equal(perSecond(0.123), "0.123/s");
  assert.equal(perSecond(12345.6), "12,346/s");
  assert.equal(share(1, 3), "33.3 %");
  assert.equal(share(1, 1e6), "<0.1 %");
  assert.equal(share(0, 0), "–");
  assert.deepEqual([0, 1, 2000].map((value) => counted(value, "record")), ["0 records", "1 record", "2,000 records"]);
});

test("durations have at most two units", () => {
  assert.deepEqual([5.26, 59.9, 252, 7260, 200000].map(duration), ["5.3 s", "59 s", "4 min 12 s", "2 h 1 min", "2 d 7 h"]);
  assert.deepEqual([0.2, 30, 90, 7200].map(ago), ["now", "30 s ago", "1 min ago", "2 h ago"]);
});

test("amounts of bytes and short times have three digits", () => {
  assert.deepEqual([0, 999, 1000, 1234567, 5.5e12, 2e17].map(bytes), ["0 B", "999 B", "1 kB", "1.23 MB", "5.5 TB", "200 PB"]);
  assert.deepEqual([bytes(1e300), bytes(Infinity)], ["1.00e+300 B", "–"]);
  assert.deepEqual([0, 0.0000123, 0.0123456, 0.9, 1.26, 90].map(shortDuration), ["0 ms", "0.0123 ms", "12.3 ms", "900 ms", "1.3 s", "1 min 30 s"]);
  assert.equal(shortDuration(undefined), "–");
});

test("a time of another day has its date", () => {
  assert.match(time(1500000000), /^2017-07-1[34] \d\d:\d\d:\d\d$/);
  assert.match(time(Date.now() / 1000, 3), /^\d\d:\d\d:\d\d\.\d\d\d$/);
  assert.equal(time(1e300), "–");
});
