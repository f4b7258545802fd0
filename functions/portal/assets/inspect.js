// Judges a picture by the service's own rules, compiled for browsers. They are loaded with the first file that is chosen; a browser
// that cannot run them sends whatever it has, and the service judges alone.

import { bytesOf } from "./memory.js";
import { pixels } from "./picture.js";

// So much is held and walked at once.
const PIECE_BYTES = 1024 * 1024;

let loading;

function rules() {
  loading = loading || load().catch(() => null);
  return loading;
}

async function load() {
  const check = await import("./check.js");
  await check.default({ module_or_path: new URL("./check_bg.wasm", import.meta.url) });
  return check;
}

// Returns the code of what is wrong with a file, with the facts of its text, or null if nothing is known to be.
export async function inspect(file, limits) {
  if (!limits) {
    return null;
  }
  const check = await rules();
  try {
    return check ? await walk(check, file, limits) : null;
  } catch (error) {
    // A file may be gone from its card, or memory may be short. It is no refusal.
    return null;
  }
}

// Follows a file with the rules that were loaded.
export async function walk(check, file, limits) {
  const { bytesMax, sideMin, sideMax, pixelsMax } = limits;
  const walker = new check.Check(bytesMax, sideMin, sideMax, pixelsMax);
  try {
    let goesOn = true;
    for (let place = 0; goesOn && place < file.size; place += PIECE_BYTES) {
      goesOn = walker.feed(new Uint8Array(await bytesOf(file.slice(place, place + PIECE_BYTES))));
    }
    walker.finish();
    const code = walker.code;
    const facts = { kind: walker.kind, width: walker.width, height: walker.height, bytes_max: bytesMax };
    return code ? { code, ...facts } : null;
  } finally {
    walker.free();
  }
}

// Says whether a picture that is shown can be read: "sharp", "blurred" or "blank". It warns, and never refuses.
export async function legibility(image) {
  const check = await rules();
  try {
    const looked = check && pixels(image);
    return looked ? check.legibility(looked.bytes, looked.width) : "sharp";
  } catch (error) {
    return "sharp";
  }
}
