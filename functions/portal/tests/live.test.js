// Whether a page notices that its case has gone on.

import assert from "node:assert/strict";
import { test } from "node:test";

import { standing, watch } from "../assets/live.js";

function answer(status, body, tag) {
  return { status, headers: { get: (name) => (name === "ETag" ? tag : null) }, json: async () => body };
}

function service(answers) {
  const is = { asked: [], waited: [] };
  const fetch = async (address, { headers }) => {
    is.asked.push(headers["If-None-Match"] || null);
    const next = answers.shift();
    if (next === "gone") {
      throw new TypeError("the line is down");
    }
    return next;
  };
  const wait = async (ms) => {
    is.waited.push(ms);
    return false;
  };
  return { is, fetch, wait };
}

const SUBMITTED = { state: "submitted" };

test("a page is shown again once the state has changed, and asks for what has changed alone", async () => {
  const approved = { state: "approved", registration: { status: "awaiting-review" } };
  const mine = service([answer(200, SUBMITTED, '"4"'), answer(304), "gone", answer(200, approved, '"5"')]);
  assert.equal(await watch("/api/cases/c", standing(SUBMITTED), mine), true);
  assert.deepEqual(mine.is.asked, [null, '"4"', '"4"', '"4"']);
});

test("it asks less and less often", async () => {
  const mine = service([answer(200, SUBMITTED, '"4"'), answer(304), answer(503), answer(401)]);
  await watch("/api/cases/c", standing(SUBMITTED), mine);
  assert.deepEqual(mine.is.waited, [3000, 4500, 6750, 10125]);
});

test("another version of the same state changes nothing", async () => {
  const mine = service([answer(200, SUBMITTED, '"4"'), answer(200, SUBMITTED, '"5"'), answer(404)]);
  assert.equal(await watch("/api/cases/c", standing(SUBMITTED), mine), false);
  assert.deepEqual(mine.is.asked, [null, '"4"', '"5"']);
});

test("a registration that has been paid is a change", () => {
  const paid = { state: "approved", registration: { status: "paid" } };
  assert.notEqual(standing(paid), standing({ state: "approved", registration: { status: "awaiting-payment" } }));
  assert.equal(standing({ state: "draft" }), standing({ state: "draft", registration: null }));
});
