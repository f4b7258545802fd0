// Loads what this page has use for. Every page works without scripts: what cannot be loaded is missed, and nothing else fails.

const PARTS = [
  ["form", () => import("./forms.js")],
  ["time[data-countdown]", () => import("./countdown.js")],
  ["[data-live]", () => import("./live.js")],
  ["[data-work]", () => import("./work.js")],
  ["#keys", () => import("./reviews.js")],
  ["form[data-upload]", () => import("./upload.js")],
];

for (const [selector, load] of PARTS) {
  if (document.querySelector(selector)) {
    load().then((part) => part.start(), () => {});
  }
}

// Whoever cannot see the page learns what was wrong before anything else.
const refusal = document.getElementById("refusal");
if (refusal) {
  refusal.focus();
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
