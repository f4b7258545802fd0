// What a countdown says, and by which clock.

import assert from "node:assert/strict";
import { test } from "node:test";

import { clock } from "../assets/clock.js";
import { changes, left } from "../assets/countdown.js";
import { EN, ZH } from "./texts.js";

const MINUTE = 60 * 1000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

test("what is left is said in two units at most, and rounded down", () => {
  const said = (ms) => [left(ms, ZH), left(ms, EN)];
  assert.deepEqual(said(2 * DAY + 3 * HOUR + 59 * MINUTE), ["还有 2 天 3 小时", "in 2 days 3 hours"]);
  assert.deepEqual(said(DAY + 30 * MINUTE), ["还有 1 天", "in 1 day"]);
  assert.deepEqual(said(3 * HOUR + MINUTE), ["还有 3 小时 1 分钟", "in 3 hours 1 minute"]);
  assert.deepEqual(said(2 * MINUTE - 1), ["还有 1 分钟", "in 1 minute"]);
  assert.deepEqual(said(MINUTE - 1), ["还有 59 秒", "in 59 seconds"]);
  assert.deepEqual(said(999), ["还有 0 秒", "in 0 seconds"]);
});

test("from the very instant on it is over", () => {
  assert.deepEqual([left(1, ZH), left(0, ZH), left(-DAY, ZH)], ["还有 0 秒", "已截止", "已截止"]);
});

test("the words change with the minute, and with the second in the last minute alone", () => {
  for (const ms of [2 * DAY, HOUR + 12345, MINUTE + 1]) {
    const later = ms - changes(ms);
    assert.equal(left(ms - changes(ms) + 2, EN), left(ms, EN), String(ms));
    assert.ok(changes(ms) <= MINUTE + 1 && (later + 1) % MINUTE === 0, String(ms));
  }
  assert.equal(changes(MINUTE), 1);
  assert.equal(changes(1500), 501);
});

function device() {
  const is = { date: Date.parse("2001-01-01T00:00:00Z"), elapsed: 40 };
  const pass = (ms) => {
    is.date += ms;
    is.elapsed += ms;
  };
  return { is, pass, date: () => is.date, elapsed: () => is.elapsed };
}

test("the clock goes on from the service's instant, whatever the device's says", () => {
  const mine = device();
  const now = clock("2027-04-15T01:00:00.000Z", mine);
  mine.pass(HOUR);
  assert.equal(new Date(now()).toISOString(), "2027-04-15T02:00:00.040Z");
});

test("the clock does not know any more once the device has slept or was set", () => {
  for (const ms of [HOUR, -HOUR]) {
    const mine = device();
    const now = clock("2027-04-15T01:00:00.000Z", mine);
    mine.is.date += ms;
    assert.equal(now(), null);
  }
  assert.equal(clock("soon", device())(), null);
});
