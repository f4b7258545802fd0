// Brings a file to the service over whatever line there is: in parts, again and again, going on where it was cut off.
// Nothing here knows the page. What it needs of the browser it is given as `tools`, so that tests can play a bad line.

import { Refused, ask, once, pause } from "./ask.js";

// A file up to this size is sent in one request. It is also the size of the first part.
export const FIRST_BYTES = 512 * 1024;

// Parts grow as long as they arrive within the first of these times, and shrink beyond the second: who waits sees something
// move, and what is lost with the line is soon sent again.
const QUICK_MS = 4000;
const SLOW_MS = 15000;
const PART_BYTES_MIN = 64 * 1024;
const PART_BYTES_MAX = 4 * 1024 * 1024;

// The service takes 64 parts of a file. A few less, since of one that is cut off nobody knows whether it has arrived.
const PARTS_MAX = 56;

// Says how large the part after one is that took `ms`, or that did not arrive (null).
export function sized(bytes, ms, size) {
  const wanted = ms === null || SLOW_MS < ms ? bytes / 2 : ms < QUICK_MS ? bytes * 2 : bytes;
  const fitting = Math.min(Math.max(wanted, PART_BYTES_MIN), PART_BYTES_MAX);
  return Math.max(Math.floor(fitting), Math.ceil(size / PARTS_MAX));
}

// Hands `file` in at `address`, that of a picture of a case. `memory` remembers for a later visit which upload is under way.
export async function transfer(address, file, memory, tools) {
  const headers = { "Content-Type": file.type || "application/octet-stream" };
  if (file.size <= FIRST_BYTES) {
    tools.onProgress(0, file.size);
    return ask("PUT", address, { headers, body: file }, tools);
  }
  const mark = await tools.mark(file);
  const { upload, offset } = (await resumed(address, file, mark, memory, tools)) || (await opened(address, file, mark, memory, tools));
  await sendParts(upload, file, offset, memory, tools);
  tools.onSent();
  // It can be repeated: a picture knows the upload that it has come by.
  const answer = await forgetting(memory, () => ask("POST", `${upload}/completion`, {}, tools));
  memory.forget();
  return answer;
}

// Gives up what is under way, if anything is. That it ends by itself, too, is why nobody waits for it.
export function abandon(memory, tools) {
  const known = memory.recall();
  if (known) {
    memory.forget();
    once("DELETE", known.upload, { keepalive: true }, { ...tools, signal: null }).catch(() => {});
  }
}

// Finds how far an earlier visit has come with this very file.
async function resumed(address, file, mark, memory, tools) {
  const known = memory.recall();
  if (!known) {
    return null;
  }
  if (mark !== null && known.mark === mark) {
    try {
      const answer = await ask("GET", known.upload, {}, tools);
      return { upload: known.upload, offset: offsetOf(answer) };
    } catch (error) {
      if (!(error instanceof Refused) || error.status !== 404) {
        throw error;
      }
      memory.forget();
      return null;
    }
  }
  // There is room for few at once.
  abandon(memory, tools);
  return null;
}

async function opened(address, file, mark, memory, tools) {
  const headers = { "Content-Type": "application/json", "Idempotency-Key": tools.draw() };
  const body = JSON.stringify({ size: file.size });
  const answer = await ask("POST", `${address}/uploads`, { headers, body }, tools);
  const { upload, offset, ends } = answer.json();
  const path = `${address}/uploads/${upload}`;
  memory.remember({ upload: path, mark, ends });
  return { upload: path, offset };
}

async function sendParts(upload, file, begin, memory, tools) {
  let offset = begin;
  let bytes = sized(FIRST_BYTES, QUICK_MS, file.size);
  let failures = 0;
  tools.onProgress(offset, file.size);
  while (offset < file.size) {
    const began = tools.now();
    const headers = { "Content-Type": "application/partial-upload", "Upload-Offset": String(offset) };
    const body = file.slice(offset, offset + bytes);
    const answer = await forgetting(memory, () => once("PATCH", upload, { headers, body }, tools));
    if (answer) {
      failures = 0;
      bytes = sized(bytes, tools.now() - began, file.size);
      offset = offsetOf(answer);
    } else {
      await pause(failures, null, tools);
      failures += 1;
      bytes = sized(bytes, null, file.size);
      // It may have arrived, and only the answer was lost.
      const progress = await forgetting(memory, () => ask("GET", upload, {}, tools));
      failures = offset < offsetOf(progress) ? 0 : failures;
      offset = offsetOf(progress);
    }
    tools.onProgress(offset, file.size);
  }
}

const offsetOf = (answer) => Number(answer.headers.get("Upload-Offset"));

// An upload that was refused is of no use any more.
async function forgetting(memory, act) {
  try {
    return await act();
  } catch (error) {
    if (error instanceof Refused && error.isAboutFile()) {
      memory.forget();
    }
    throw error;
  }
}
