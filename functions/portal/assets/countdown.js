// Says beside an instant how long there is until then.

import { pageClock } from "./clock.js";
import { count, fill, words } from "./words.js";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

// Says how long is left, always rounded down: nobody is told that there is more time than there is.
export function left(ms, texts) {
  if (ms <= 0) {
    return texts.over;
  }
  const units = [[DAY, texts.days], [HOUR, texts.hours], [MINUTE, texts.minutes], [SECOND, texts.seconds]];
  const first = units.findIndex(([unit]) => unit <= ms);
  if (first < 0) {
    return fill(texts.left, { time: count(texts.seconds, 0) });
  }
  const [unit, name] = units[first];
  const parts = [count(name, Math.floor(ms / unit))];
  // Days with hours and hours with minutes. Below an hour, one number is enough.
  if (first < 2) {
    const [smaller, smallerName] = units[first + 1];
    const rest = Math.floor((ms % unit) / smaller);
    if (0 < rest) {
      parts.push(count(smallerName, rest));
    }
  }
  return fill(texts.left, { time: parts.join(" ") });
}

// Returns after how many milliseconds the words change: each second in the last minute, else each minute.
export function changes(ms) {
  const step = ms <= MINUTE ? SECOND : MINUTE;
  return (ms % step) + 1;
}

export async function start() {
  const texts = await words();
  const now = pageClock();
  for (const time of document.querySelectorAll("time[data-countdown]")) {
    run(time, now, texts);
  }
}

function run(time, now, texts) {
  const until = Date.parse(time.dateTime);
  const tag = document.createElement("span");
  tag.className = "tag";
  // It changes by itself, and must not be read out each time.
  tag.setAttribute("aria-live", "off");
  time.after(" ", tag);
  let timer;
  const show = () => {
    clearTimeout(timer);
    const instant = now();
    tag.hidden = instant === null || Number.isNaN(until);
    if (tag.hidden) {
      return;
    }
    const ms = until - instant;
    tag.textContent = left(ms, texts);
    if (0 < ms) {
      timer = setTimeout(show, Math.min(changes(ms), MINUTE));
    }
  };
  show();
  // Timers stand still in a page that nobody sees.
  document.addEventListener("visibilitychange", show);
}
