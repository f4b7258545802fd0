// Keys and pictures for reviewers. Every page works without; each key presses or focuses something that is on the page.

const OFF = "keys-off";
const TURN = 90;
const ZOOMS = [1, 1.5, 2, 3, 4, 6];

const all = (selector) => Array.from(document.querySelectorAll(selector));
const first = (selector) => document.querySelector(selector);

// A browser that keeps nothing has the keys, as at first.
function areOff() {
  try { return localStorage.getItem(OFF) === "true"; } catch (_) { return false; }
}

function keepOff(isOff) {
  try { localStorage.setItem(OFF, String(isOff)); } catch (_) { /* for this page alone */ }
}

// --- Pictures ---

class Viewer {
  constructor(figure) {
    this.frame = figure.querySelector(".frame");
    this.image = figure.querySelector("img");
    this.turns = 0;
    this.zoom = 0;
    const tools = figure.querySelector("[data-tools]");
    tools.hidden = false;
    for (const button of tools.querySelectorAll("[data-tool]")) {
      button.addEventListener("click", () => this.use(button.dataset.tool));
    }
  }

  use(tool) {
    if (tool === "in") this.zoom = Math.min(this.zoom + 1, ZOOMS.length - 1);
    if (tool === "out") this.zoom = Math.max(this.zoom - 1, 0);
    if (tool === "left") this.turns -= 1;
    if (tool === "right") this.turns += 1;
    this.draw();
  }

  // What is turned on its side is as wide as it was high, so the frame has to be told.
  draw() {
    const { image, frame } = this;
    image.style.transform = "";
    image.style.margin = "";
    image.style.width = `${ZOOMS[this.zoom] * 100}%`;
    image.style.maxWidth = "none";
    const { width, height } = image.getBoundingClientRect();
    image.style.transform = `rotate(${this.turns * TURN}deg)`;
    if (this.turns % 2 !== 0) {
      const shift = (width - height) / 2;
      image.style.margin = `${shift}px ${-shift}px`;
    }
    frame.classList.toggle("zoomed", this.zoom > 0);
  }
}

const viewers = all("[data-viewer]").map((figure) => new Viewer(figure));
let looking = -1;

function look(step) {
  if (viewers.length === 0) return;
  looking = (looking + step + viewers.length) % viewers.length;
  viewers[looking].frame.focus();
}

function use(tool) {
  if (looking < 0) look(1);
  if (viewers[looking]) viewers[looking].use(tool);
}

// --- Rows of the list ---

function move(step) {
  const rows = all("[data-row]");
  if (rows.length === 0) return;
  const here = rows.indexOf(document.activeElement);
  const next = here < 0 ? (step > 0 ? 0 : rows.length - 1) : here + step;
  const row = rows[Math.max(0, Math.min(next, rows.length - 1))];
  row.focus();
}

// In the list the row is claimed that has the focus, and otherwise the first one.
function claim() {
  const rows = all("[data-row]");
  if (rows.length === 0) return press("c");
  const row = rows.includes(document.activeElement) ? document.activeElement : rows[0];
  const button = row.closest("tr").querySelector("button");
  (button || row).click();
}

// --- The decision ---

const items = all("[data-item]");
let item = -1;

function select(place) {
  if (items.length === 0) return;
  items.forEach((other) => other.removeAttribute("aria-current"));
  item = (place + items.length) % items.length;
  items[item].setAttribute("aria-current", "true");
  items[item].scrollIntoView({ block: "nearest" });
}

function choose(digit) {
  if (items.length === 0) return;
  if (item < 0) select(0);
  const reason = items[item].querySelector("[data-reason]");
  if (digit < reason.options.length) {
    reason.selectedIndex = digit;
    reason.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

function write() {
  if (items.length === 0) return;
  if (item < 0) select(0);
  items[item].querySelector("[data-note]").focus();
}

// A radio is chosen and has the focus, so that Enter sends the form; a button is pressed; that of a decision is only focused.
function press(key) {
  const target = first(`[data-key="${key}"]`);
  if (!target) return;
  if (target.type === "radio") {
    target.checked = true;
    target.dispatchEvent(new Event("change", { bubbles: true }));
    target.focus();
    if (key !== "p" && item < 0) select(0);
  } else if (key === "d") {
    target.focus();
  } else {
    target.click();
  }
}

function help() {
  const keys = first("#keys");
  keys.open = true;
  keys.querySelector("summary").focus();
  keys.scrollIntoView({ block: "nearest" });
}

const KEYS = {
  "?": help,
  j: () => move(1),
  k: () => move(-1),
  c: claim,
  n: () => (first("[data-key=n]") ? press("n") : location.assign("/reviews")),
  l: () => location.assign("/reviews"),
  b: () => location.assign("/reviews/board"),
  p: () => press("p"),
  r: () => press("r"),
  x: () => press("x"),
  d: () => press("d"),
  i: () => select(item + 1),
  e: write,
  v: () => look(1),
  "+": () => use("in"),
  "=": () => use("in"),
  "-": () => use("out"),
  "[": () => use("left"),
  "]": () => use("right"),
};

// Where digits need Shift they are digits all the same; elsewhere a digit with Shift is another character, known by its key.
function action({ key, code, shiftKey }) {
  if (/^[0-9]$/.test(key)) return () => choose(Number(key));
  const place = shiftKey && /^Digit([1-9])$/.exec(code);
  if (place && !KEYS[key]) return () => select(Math.min(Number(place[1]), items.length) - 1);
  return KEYS[key];
}

// Somebody who types must never decide anything by that. A radio and a checkbox take no letters.
function isField(element) {
  if (element.isContentEditable) return true;
  if (element.tagName === "INPUT") return !["radio", "checkbox"].includes(element.type);
  return ["SELECT", "TEXTAREA"].includes(element.tagName);
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (isField(event.target)) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  // The list of keys can be opened always, since the switch is in it.
  if (areOff() && event.key !== "?") return;
  const act = action(event);
  if (!act) return;
  event.preventDefault();
  act();
});

const off = first("#keys-off");
if (off) {
  off.closest("[data-switch]").hidden = false;
  off.checked = areOff();
  off.addEventListener("change", () => keepOff(off.checked));
}
