// Forms that are sent once, and not left by mistake.

import assert from "node:assert/strict";
import { test } from "node:test";

import { admit, hold, isChanged } from "../assets/forms.js";

const form = (...elements) => ({ elements, setAttribute() {}, removeAttribute() {} });
const submission = () => ({ defaultPrevented: false, preventDefault() { this.defaultPrevented = true; } });

test("a form holds something if a field differs from what the page came with", () => {
  const text = (value) => ({ type: "text", value, defaultValue: "王小明" });
  const box = (checked) => ({ type: "checkbox", checked, defaultChecked: false });
  const hidden = { type: "hidden", value: "2", defaultValue: "1" };
  assert.equal(isChanged(form(text("王小明"), box(false), hidden)), false);
  assert.equal(isChanged(form(text("王小"), box(false))), true);
  assert.equal(isChanged(form(text("王小明"), box(true))), true);
  assert.equal(isChanged(form({ type: "file", files: [] })), false);
  assert.equal(isChanged(form({ type: "file", files: [{}] })), true);
});

test("a choice is one if it is not the one that the page came with, or the first", () => {
  const option = (selected, defaultSelected) => ({ selected, defaultSelected });
  const list = (...options) => form({ type: "select-one", options });
  assert.equal(isChanged(list(option(true, false), option(false, false))), false);
  assert.equal(isChanged(list(option(false, false), option(true, false))), true);
  assert.equal(isChanged(list(option(false, false), option(true, true))), false);
  assert.equal(isChanged(list(option(true, false), option(false, true))), true);
});

test("a form that is on its way is not sent again, and can be after a while", () => {
  const mine = form();
  const timers = [];
  const send = () => {
    const event = submission();
    admit(mine, event, (act) => timers.push(act));
    return !event.defaultPrevented;
  };
  assert.deepEqual([send(), send(), send()], [true, false, false]);
  timers.forEach((act) => act());
  assert.equal(send(), true);
});

test("what a script sends itself is not counted", () => {
  const mine = form();
  const taken = { ...submission(), defaultPrevented: true };
  admit(mine, taken, () => {});
  const event = submission();
  admit(mine, event, () => {});
  assert.equal(event.defaultPrevented, false);
});

// What somebody is asked who leaves a page with these forms, of which those hold something.
const leave = (forms, holding, timers) => {
  const event = submission();
  hold(forms, event, (one) => holding.includes(one), (act) => timers.push(act));
  return event.defaultPrevented;
};

test("whoever leaves typed text behind is asked, and whoever sends it is not", () => {
  const [typed, empty] = [form(), form()];
  assert.equal(leave([typed, empty], [typed], []), true);
  assert.equal(leave([typed, empty], [], []), false);
  admit(typed, submission(), () => {});
  assert.equal(leave([typed, empty], [typed], []), false);
});

test("whoever logs out over typed text is asked once, and can log out after having stayed", () => {
  const [typed, logout] = [form(), form()];
  const timers = [];
  const send = () => {
    const event = submission();
    admit(logout, event, () => {});
    return !event.defaultPrevented;
  };
  assert.equal(send(), true);
  assert.equal(leave([typed], [typed], timers), true);
  assert.equal(timers.length, 1);
  timers.forEach((act) => act());
  assert.equal(send(), true);
});
