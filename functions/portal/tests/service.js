// A service that takes uploads, behind a line that does what a test says, and a browser that waits without taking time.

import { createHash } from "node:crypto";

import { memoryOf } from "../assets/memory.js";

export const KB = 1024;
export const ADDRESS = "/api/cases/case_1/materials/diploma";

// A file of so many bytes, which differ by `seed`.
export function picture(size, seed = 1) {
  const bytes = new Uint8Array(size).map((_, place) => (place * 31 + (place >> 8) * seed) & 0xff);
  return of(bytes);
}

function of(bytes) {
  return { size: bytes.length, type: "image/png", bytes: async () => bytes, slice: (from, to) => of(bytes.slice(from, to)) };
}

function answer(status, document, headers = {}) {
  const known = { "Content-Type": status < 400 ? "application/json" : "application/problem+json", ...headers };
  return { status, ok: status < 400, headers: { get: (name) => known[name] || null }, json: async () => document, text: async () => JSON.stringify(document) };
}

const problem = (status, code, title, headers) => answer(status, { code, title, detail: "" }, headers);

// `happens` says what befalls the request of that number, counted from one.
export function service(happens = {}) {
  const mine = { log: [], parts: [], keys: [], uploads: new Map(), held: null };
  const routes = [
    ["PUT", /diploma$/, "PUT", async (_, body) => {
      mine.held = await body.bytes();
      return answer(200, {});
    }],
    ["POST", /uploads$/, "POST uploads", async (_, body, headers) => {
      const key = headers["Idempotency-Key"];
      mine.keys.push(key);
      mine.uploads.set(key, mine.uploads.get(key) || { size: JSON.parse(body).size, bytes: [] });
      return answer(201, { upload: key, offset: mine.uploads.get(key).bytes.length, ends: "2027-04-15T03:00:00.000Z" });
    }],
    ["GET", /uploads\/\w+$/, "GET upload", async (upload) => progress(upload)],
    ["PATCH", /uploads\/\w+$/, "PATCH upload", async (upload, body, headers) => {
      if (Number(headers["Upload-Offset"]) !== upload.bytes.length) {
        return problem(409, "upload-offset", "");
      }
      mine.parts.push(body.size);
      upload.bytes = upload.bytes.concat(Array.from(await body.bytes()));
      return progress(upload);
    }],
    ["DELETE", /uploads\/\w+$/, "DELETE upload", async () => answer(204)],
    ["POST", /completion$/, "POST completion", async (upload) => {
      mine.held = Uint8Array.from(upload.bytes);
      return answer(200, {});
    }],
  ];
  const progress = (upload) => answer(200, {}, { "Upload-Offset": String(upload.bytes.length) });
  mine.fetch = async (address, { method, body, headers }) => {
    const [, , name, act] = routes.find(([known, path]) => known === method && path.test(address));
    mine.log.push(name);
    const fate = happens[mine.log.length];
    if (fate === "lost request") {
      throw new TypeError("Failed to fetch");
    }
    if (fate === "busy") {
      return problem(503, "busy", "", { "Retry-After": "5" });
    }
    if (fate === "session ended") {
      return problem(401, "session-ended", "登录已失效");
    }
    if (fate === "refused") {
      return problem(422, "file-is-pdf", "这是 PDF 文件");
    }
    if (fate === "reload") {
      mine.leave();
      throw new DOMException("", "AbortError");
    }
    const id = (address.match(/uploads\/(\w+)/) || [])[1];
    const upload = mine.uploads.get(id);
    if (id && !upload) {
      return problem(404, "unknown-upload", "没有此上传任务");
    }
    const answered = await act(upload, body, headers);
    if (fate === "lost answer") {
      throw new TypeError("Failed to fetch");
    }
    return answered;
  };
  return mine;
}

// What a transfer asks of the browser, and what it was told. `kept` is what a visit before has left.
export function browser(mine, kept = new Map()) {
  const seen = { progress: [], waited: [], storage: kept };
  const signal = { aborted: false };
  mine.leave = () => {
    signal.aborted = true;
  };
  const storage = { getItem: (key) => kept.get(key) || null, setItem: (key, text) => kept.set(key, text), removeItem: (key) => kept.delete(key) };
  const tools = {
    signal,
    language: "zh-CN",
    fetch: mine.fetch,
    now: () => 0,
    chance: () => 0.5,
    wait: async (ms) => seen.waited.push(ms),
    limit: () => ({ signal: null, end() {} }),
    draw: () => `upl${mine.keys.length}`,
    mark: async (file) => createHash("sha256").update(await file.bytes()).digest("hex"),
    onProgress: (sent) => seen.progress.push(sent),
    onWaiting() {},
    onSent() {},
  };
  return { memory: memoryOf(ADDRESS, () => storage, () => Date.parse("2027-04-15T01:00:00.000Z")), tools, seen };
}
