// The check of pictures, as `cargo xtask` has compiled it and as browsers load it.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { before, test } from "node:test";

import { walk } from "../assets/inspect.js";

const BUILT = new URL("../../../target/check/", import.meta.url);
const SAMPLES = new URL("../../../shared/domain/src/picture/samples/", import.meta.url);
const LIMITS = { bytesMax: 1 << 20, sideMin: 1, sideMax: 12000, pixelsMax: 6e7 };

let check;
before(async () => {
  check = await import(new URL("check.js", BUILT));
  check.initSync({ module: await readFile(new URL("check_bg.wasm", BUILT)) });
});

const sample = async (name) => new Blob([await readFile(new URL(name, SAMPLES))]);

test("a picture that is taken has nothing wrong", async () => {
  for (const name of ["baseline.jpg", "progressive.jpg", "interlaced.png"]) {
    assert.equal(await walk(check, await sample(name), LIMITS), null, name);
  }
});

test("what is wrong is told with the facts of its text", async () => {
  const pdf = new Blob(["%PDF-1.7\n".padEnd(2000)]);
  assert.deepEqual(await walk(check, pdf, LIMITS), { code: "file-is-pdf", kind: "pdf", width: 0, height: 0, bytes_max: 1 << 20 });
  const small = await walk(check, await sample("baseline.jpg"), { ...LIMITS, sideMin: 5000 });
  assert.equal(small.code, "file-too-few-pixels");
  assert.ok(0 < small.width && 0 < small.height);
  const large = await walk(check, await sample("baseline.jpg"), { ...LIMITS, bytesMax: 100 });
  assert.deepEqual([large.code, large.bytes_max], ["file-too-large", 100]);
});

test("a file that stops is noticed", async () => {
  const whole = await sample("baseline.jpg");
  assert.equal((await walk(check, whole.slice(0, whole.size - 2), LIMITS)).code, "file-truncated");
  assert.equal((await walk(check, new Blob([]), LIMITS)).code, "file-empty");
});

test("one check after another leaves nothing behind", async () => {
  const large = new Blob(["\xff".repeat(3)].concat(["x".repeat(1 << 20)]));
  for (let n = 0; n < 50; n += 1) {
    assert.equal((await walk(check, large, { ...LIMITS, bytesMax: 1 << 30 })).code, "file-is-no-picture");
  }
});

// Grey stripes of so many pixels, which go over into each other by `soft` pixels.
function stripes(soft) {
  const [width, height] = [256, 256];
  const pixels = new Uint8Array(4 * width * height).fill(255);
  for (let place = 0; place < width * height; place += 1) {
    const wave = Math.sin(((place % width) * Math.PI) / 16);
    const shade = Math.max(0, Math.min(255, 128 + (wave / soft) * 1000));
    pixels.fill(shade, 4 * place, 4 * place + 3);
  }
  return [pixels, width];
}

test("edges are told from what has none, and both from nothing at all", () => {
  assert.equal(check.legibility(...stripes(1)), "sharp");
  assert.equal(check.legibility(...stripes(10)), "blurred");
  assert.equal(check.legibility(new Uint8Array(4 * 64 * 64).fill(200), 64), "blank");
});
