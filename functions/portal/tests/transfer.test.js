// Uploads over a line that drops, answers late, or loses what was answered.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Cancelled, Refused, Stalled, delay } from "../assets/ask.js";
import { memoryOf } from "../assets/memory.js";
import { FIRST_BYTES, abandon, sized, transfer } from "../assets/transfer.js";
import { ADDRESS, KB, browser, picture, service } from "./service.js";

const large = 3000 * KB;

test("a small picture is sent in one request", async () => {
  const mine = service();
  await transfer(ADDRESS, picture(FIRST_BYTES), browser(mine).memory, browser(mine).tools);
  assert.deepEqual(mine.log, ["PUT"]);
  assert.equal(mine.held.length, FIRST_BYTES);
});

test("a larger one arrives whole, in parts that grow on a quick line", async () => {
  const mine = service();
  const { memory, tools, seen } = browser(mine);
  const file = picture(large);
  await transfer(ADDRESS, file, memory, tools);
  assert.deepEqual(mine.held, await file.bytes());
  assert.deepEqual(mine.parts, [512 * KB, 1024 * KB, 1464 * KB]);
  assert.deepEqual(seen.progress, [0, 512 * KB, 1536 * KB, 3000 * KB]);
  assert.equal(memory.recall(), null);
});

test("a line that drops in the middle costs the part that was under way, and nothing else", async () => {
  const mine = service({ 3: "lost request", 4: "lost request" });
  const { memory, tools, seen } = browser(mine);
  const file = picture(large);
  await transfer(ADDRESS, file, memory, tools);
  assert.deepEqual(mine.held, await file.bytes());
  assert.equal(mine.log.filter((call) => call === "POST uploads").length, 1);
  // The second part is the one that dropped; the third request of this upload finds out how far it is.
  assert.deepEqual(mine.parts, [512 * KB, 512 * KB, 1024 * KB, 952 * KB]);
  assert.deepEqual(seen.waited, [1000, 1000]);
});

test("a part whose answer is lost is not sent twice", async () => {
  const mine = service({ 2: "lost answer" });
  const { memory, tools } = browser(mine);
  const file = picture(large);
  await transfer(ADDRESS, file, memory, tools);
  assert.deepEqual(mine.held, await file.bytes());
  assert.equal(mine.parts[0], 512 * KB);
  assert.equal(mine.parts.reduce((sum, bytes) => sum + bytes), large);
});

test("one attempt opens one upload, however often it is sent", async () => {
  const mine = service({ 1: "lost answer" });
  const { memory, tools } = browser(mine);
  await transfer(ADDRESS, picture(large), memory, tools);
  assert.deepEqual(mine.log.slice(0, 2), ["POST uploads", "POST uploads"]);
  assert.equal(new Set(mine.keys).size, 1);
});

test("an answer that says later is waited for", async () => {
  const mine = service({ 1: "busy" });
  const { memory, tools, seen } = browser(mine);
  await transfer(ADDRESS, picture(large), memory, tools);
  assert.deepEqual(seen.waited, [5000]);
});

test("after a reload the same file goes on where it was cut off, and another one begins anew", async () => {
  for (const [again, opened, first] of [[picture(large), 1, 512 * KB], [picture(large, 7), 2, 0]]) {
    const mine = service({ 3: "reload" });
    const { memory, tools, seen } = browser(mine);
    await assert.rejects(transfer(ADDRESS, picture(large), memory, tools), Cancelled);
    const later = browser(mine, seen.storage);
    await transfer(ADDRESS, again, later.memory, later.tools);
    assert.deepEqual(mine.held, await again.bytes());
    assert.equal(mine.log.filter((call) => call === "POST uploads").length, opened);
    assert.equal(later.seen.progress[0], first);
  }
});

test("an upload that has ended meanwhile is begun anew", async () => {
  const mine = service({ 3: "reload" });
  const { memory, tools, seen } = browser(mine);
  await assert.rejects(transfer(ADDRESS, picture(large), memory, tools), Cancelled);
  mine.uploads.clear();
  const later = browser(mine, seen.storage);
  await transfer(ADDRESS, picture(large), later.memory, later.tools);
  assert.equal(later.seen.progress[0], 0);
});

test("what is no picture is refused with its words, and forgotten", async () => {
  const mine = service({ 2: "refused" });
  const { memory, tools, seen } = browser(mine);
  const refusal = await transfer(ADDRESS, picture(large), memory, tools).catch((error) => error);
  assert.ok(refusal instanceof Refused);
  assert.equal(refusal.problem.title, "这是 PDF 文件");
  assert.equal(seen.waited.length, 0);
  assert.equal(memory.recall(), null);
});

test("a login that has ended stops it, and is no reason to begin anew", async () => {
  const mine = service({ 3: "session ended" });
  const { memory, tools } = browser(mine);
  await assert.rejects(transfer(ADDRESS, picture(large), memory, tools), (error) => error.status === 401);
  assert.notEqual(memory.recall(), null);
});

test("a line that stays down is given up after ten failures, and can be tried again", async () => {
  const mine = service(Object.fromEntries(Array.from({ length: 60 }, (_, n) => [n + 3, "lost request"])));
  const { memory, tools, seen } = browser(mine);
  await assert.rejects(transfer(ADDRESS, picture(large), memory, tools), Stalled);
  assert.equal(seen.waited.length, 11);
  assert.notEqual(memory.recall(), null);
});

test("what is given up is deleted, and not found again", async () => {
  const mine = service({ 3: "reload" });
  const { memory, tools } = browser(mine);
  await assert.rejects(transfer(ADDRESS, picture(large), memory, tools), Cancelled);
  abandon(memory, tools);
  await new Promise(setImmediate);
  assert.equal(mine.log.at(-1), "DELETE upload");
  assert.equal(memory.recall(), null);
});

test("parts shrink on a slow line, within what the service takes", () => {
  assert.equal(sized(512 * KB, 20000, large), 256 * KB);
  assert.equal(sized(512 * KB, 10000, large), 512 * KB);
  assert.equal(sized(64 * KB, null, large), 64 * KB);
  assert.equal(sized(4096 * KB, 10, large), 4096 * KB);
  // 64 parts of a file are taken at most.
  const largest = 40 * 1024 * KB;
  assert.ok(largest / sized(64 * KB, null, largest) <= 64);
});

test("failures are waited for longer and longer, and never longer than a minute", () => {
  assert.deepEqual([0, 1, 2, 3, 4, 5, 9].map((failures) => delay(failures, null, 0.5)), [1000, 2000, 4000, 8000, 16000, 30000, 30000]);
  assert.deepEqual([delay(0, "5", 0.5), delay(0, "3600", 0.5), delay(0, "Thu", 0.5)], [5000, 60000, 1000]);
  assert.deepEqual([delay(2, null, 0), delay(2, null, 1)], [3000, 5000]);
});

test("what cannot be remembered is forgotten, and what is over as well", () => {
  const broken = memoryOf("a", () => { throw new Error("no storage"); }, () => 0);
  broken.remember({ upload: "u" });
  assert.equal(broken.recall(), null);
  const kept = new Map();
  const storage = { getItem: (key) => kept.get(key) || null, setItem: (key, text) => kept.set(key, text), removeItem: (key) => kept.delete(key) };
  let now = Date.parse("2027-04-15T02:59:59.999Z");
  const memory = memoryOf("a", () => storage, () => now);
  memory.remember({ upload: "u", ends: "2027-04-15T03:00:00.000Z" });
  assert.equal(memory.recall().upload, "u");
  now += 1;
  assert.equal(memory.recall(), null);
  assert.equal(kept.size, 0);
});
