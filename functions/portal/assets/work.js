// The captcha for whoever cannot read it: the device looks for a number instead.

import { digest, parse } from "./sha256.js";

// So long the page does not answer at a time: less than anybody notices.
const SLICE_MS = 12;
const STEP = 64;

// Looks for the number from which, behind `salt`, comes `target`. `breathe` lets the page do something else in between.
// Without one up to `max` there is null.
export async function search(salt, target, max, { now, breathe }) {
  const wanted = parse(target);
  let until = now() + SLICE_MS;
  for (let number = 0; number <= max; number += 1) {
    const found = digest(salt + number);
    // Most differ in the first word.
    if (found[0] === wanted[0] && found.every((word, place) => word === wanted[place])) {
      return number;
    }
    if (number % STEP === 0 && until <= now()) {
      await breathe();
      until = now() + SLICE_MS;
    }
  }
  return null;
}

export function start() {
  const button = document.querySelector("[data-work]");
  const { salt, target, max, working } = button.dataset;
  const status = document.createElement("span");
  status.setAttribute("role", "status");
  button.after(status);
  button.hidden = false;
  const tools = { now: () => performance.now(), breathe: () => new Promise((resolve) => setTimeout(resolve, 0)) };
  button.addEventListener("click", async () => {
    button.disabled = true;
    status.textContent = working;
    const number = await search(salt, target, Number(max), tools);
    status.textContent = "";
    if (number !== null) {
      send(button.form, number);
    }
  });
}

function send(form, number) {
  // An answer in letters would count instead.
  form.elements.text.value = "";
  const field = document.createElement("input");
  field.type = "hidden";
  field.name = "number";
  field.value = String(number);
  form.append(field);
  form.submit();
}
