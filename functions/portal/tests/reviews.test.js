// Keys for reviewers, and pictures that are turned.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Items } from "../assets/items.js";
import { action, isField } from "../assets/reviews.js";
import { used } from "../assets/viewer.js";

// An item whose reason has so many choices.
const item = (choices) => {
  const reason = { options: { length: choices }, selectedIndex: 0 };
  const marks = new Set();
  return {
    reason,
    marks,
    setAttribute: (name) => marks.add(name),
    removeAttribute: (name) => marks.delete(name),
    scrollIntoView() {},
    querySelector: (selector) => (selector === "[data-reason]" ? reason : null),
  };
};

test("a digit chooses the reason of the item at hand, which is the first one at first", () => {
  const parts = [item(4), item(4)];
  const items = new Items(parts);
  items.choose(2);
  items.next();
  items.choose(3);
  // There is no such reason, so nothing changes.
  items.choose(9);
  assert.deepEqual(parts.map((part) => part.reason.selectedIndex), [2, 3]);
  assert.deepEqual(parts.map((part) => part.marks.size), [0, 1]);
  items.choose(0);
  assert.equal(parts[1].reason.selectedIndex, 0);
});

test("beyond the last item comes the first, and where there is none nothing happens", () => {
  const items = new Items([item(1), item(1)]);
  items.next();
  items.next();
  items.next();
  assert.equal(items.place, 0);
  const none = new Items([]);
  none.next();
  none.choose(1);
  none.write();
  assert.equal(none.place, -1);
});

test("a digit with Shift goes to an item, unless Shift is what makes it a digit", () => {
  const done = [];
  const items = { choose: (digit) => done.push(`reason ${digit}`), select: (place) => done.push(`item ${place}`) };
  const keys = { "+": () => done.push("larger") };
  const press = (key, code, shiftKey) => {
    const act = action({ key, code, shiftKey }, keys, items);
    if (act) {
      act();
    }
  };
  press("3", "Digit3", false);
  press("#", "Digit3", true);
  press("3", "Digit3", true);
  press("+", "Digit1", true);
  press("z", "KeyZ", false);
  assert.deepEqual(done, ["reason 3", "item 2", "reason 3", "larger"]);
});

test("keys do nothing where somebody types, and do where somebody chooses", () => {
  for (const tagName of ["TEXTAREA", "SELECT"]) {
    assert.equal(isField({ tagName }), true);
  }
  assert.equal(isField({ tagName: "INPUT", type: "text" }), true);
  assert.equal(isField({ tagName: "DIV", isContentEditable: true }), true);
  assert.equal(isField({ tagName: "INPUT", type: "radio" }), false);
  assert.equal(isField({ tagName: "BUTTON" }), false);
});

test("a picture is turned without end, and is never smaller than its frame", () => {
  const shown = (...tools) => tools.reduce(used, { turns: 0, zoom: 0 });
  assert.deepEqual(shown("right", "right", "left"), { turns: 1, zoom: 0 });
  assert.deepEqual(shown("left"), { turns: -1, zoom: 0 });
  assert.deepEqual(shown("out", "in"), { turns: 0, zoom: 1 });
  assert.deepEqual(shown(...Array(20).fill("in")), { turns: 0, zoom: 5 });
  assert.deepEqual(shown("else"), { turns: 0, zoom: 0 });
});
