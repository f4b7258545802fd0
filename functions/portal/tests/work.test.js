// The captcha that a device works out.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";

import { digest, parse } from "../assets/sha256.js";
import { search } from "../assets/work.js";

const sha256 = (text) => createHash("sha256").update(text).digest("hex");

test("digests are those of SHA-256, whatever the length", () => {
  for (let length = 0; length < 200; length += 1) {
    const text = "miaopi 0123456789".repeat(12).slice(0, length);
    assert.deepEqual(digest(text), parse(sha256(text)), `${length} letters`);
  }
});

function tools() {
  const is = { ms: 0, breaths: 0 };
  const breathe = async () => {
    is.breaths += 1;
  };
  return { is, now: () => (is.ms += 5), breathe };
}

test("the number is found at both ends of what is searched", async () => {
  for (const number of [0, 1, 4321, 5000]) {
    assert.equal(await search("0a1b2c3d", sha256(`0a1b2c3d${number}`), 5000, tools()), number);
  }
});

test("what is beyond the last number is not found", async () => {
  assert.equal(await search("salt", sha256("salt101"), 100, tools()), null);
});

test("the page is let do something else again and again", async () => {
  const mine = tools();
  await search("salt", sha256("salt-"), 2000, mine);
  assert.ok(5 < mine.is.breaths, String(mine.is.breaths));
});
