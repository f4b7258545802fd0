// What a browser knows of its line: when it is gone, and when it is back.

import { draw, mark } from "./memory.js";

// Returns what a transfer needs of the browser. `view` shows how far it is.
export function toolsFor(signal, view) {
  return {
    signal,
    language: document.documentElement.lang,
    fetch: (address, options) => window.fetch(address, options),
    now: () => performance.now(),
    chance: () => Math.random(),
    wait: (ms) => wait(ms, signal),
    limit,
    draw,
    mark,
    onProgress: (sent, size) => view.progress(sent, size),
    onWaiting: (seconds) => view.waiting(seconds),
    onSent: () => view.finishing(),
  };
}

// Waits for so long, or until the line is back, or until somebody cancels.
function wait(ms, signal) {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      window.removeEventListener("online", end);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    window.addEventListener("online", end);
    signal.addEventListener("abort", end);
  });
}

// Ends a request after so long, when the line is gone, or when somebody cancels: a browser may wait for minutes by itself.
function limit(ms, signal) {
  const controller = new AbortController();
  const abort = () => controller.abort();
  const timer = setTimeout(abort, ms);
  window.addEventListener("offline", abort);
  if (signal) {
    signal.addEventListener("abort", abort);
  }
  return {
    signal: controller.signal,
    end: () => {
      clearTimeout(timer);
      window.removeEventListener("offline", abort);
      if (signal) {
        signal.removeEventListener("abort", abort);
      }
    },
  };
}
