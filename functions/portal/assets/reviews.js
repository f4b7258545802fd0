// Keys for reviewers. Each presses, chooses or focuses something that is on the page, and none does anything within a field.

import { Items } from "./items.js";
import { viewers } from "./viewer.js";

const OFF = "keys-off";

const first = (selector) => document.querySelector(selector);
const all = (selector) => Array.from(document.querySelectorAll(selector));

// Tells whether somebody types there. A radio and a checkbox take no letters.
export function isField(element) {
  if (element.isContentEditable) {
    return true;
  }
  if (element.tagName === "INPUT") {
    return !["radio", "checkbox"].includes(element.type);
  }
  return ["SELECT", "TEXTAREA"].includes(element.tagName);
}

// Returns what a key does. Where digits need Shift they are digits all the same; elsewhere a digit with Shift is another character,
// which is known by its key.
export function action({ key, code, shiftKey }, keys, items) {
  if (/^[0-9]$/.test(key)) {
    return () => items.choose(Number(key));
  }
  const place = shiftKey && /^Digit([1-9])$/.exec(code);
  if (place && !keys[key]) {
    return () => items.select(Number(place[1]) - 1);
  }
  return keys[key];
}

// Goes to the next row of the list, or the one before.
function move(step) {
  const rows = all("[data-row]");
  const here = rows.indexOf(document.activeElement);
  const row = rows[Math.max(0, Math.min(here + step, rows.length - 1))];
  if (row) {
    row.focus();
  }
}

// Presses the button of this key. In the list that is the one of the row that has the focus, and otherwise of the first row.
function claim() {
  const rows = all("[data-row]");
  if (rows.length === 0) {
    press("c");
    return;
  }
  const row = rows.includes(document.activeElement) ? document.activeElement : rows[0];
  (row.closest("tr").querySelector("button") || row).click();
}

function press(key) {
  const target = first(`[data-key="${key}"]`);
  if (target) {
    target.click();
  }
}

// Only Enter sends a decision: the key before goes to where it does.
function focus(key) {
  const target = first(`[data-key="${key}"]`);
  if (target) {
    target.focus();
  }
}

function decide(key, items) {
  press(key);
  focus(key);
  if (key !== "p" && items.place < 0) {
    items.next();
  }
}

function help() {
  const keys = first("#keys");
  keys.open = true;
  keys.querySelector("summary").focus();
}

const go = (address) => () => window.location.assign(address);

// A browser that keeps nothing has the keys, as at first.
function areOff() {
  try {
    return localStorage.getItem(OFF) === "true";
  } catch (error) {
    return false;
  }
}

function offerSwitch() {
  const off = first("#keys-off");
  off.closest("[data-switch]").hidden = false;
  off.checked = areOff();
  off.addEventListener("change", () => {
    try {
      localStorage.setItem(OFF, String(off.checked));
    } catch (error) {
      // They are back on the next page.
    }
  });
}

export function start() {
  const items = new Items(all("[data-item]"));
  const pictures = viewers();
  const keys = {
    "?": help,
    j: () => move(1),
    k: () => move(-1),
    c: claim,
    n: () => press("n"),
    l: go("/reviews"),
    b: go("/reviews/board"),
    p: () => decide("p", items),
    r: () => decide("r", items),
    x: () => decide("x", items),
    d: () => focus("d"),
    i: () => items.next(),
    e: () => items.write(),
    v: () => pictures.look(),
    "+": () => pictures.use("in"),
    "=": () => pictures.use("in"),
    "-": () => pictures.use("out"),
    "[": () => pictures.use("left"),
    "]": () => pictures.use("right"),
  };
  offerSwitch();
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) {
      return;
    }
    if (isField(event.target)) {
      if (event.key === "Escape") {
        event.target.blur();
      }
      return;
    }
    // The list of keys can be opened always: the switch is in it.
    const act = areOff() && event.key !== "?" ? null : action(event, keys, items);
    if (act) {
      event.preventDefault();
      act();
    }
  });
}
