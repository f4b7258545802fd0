// Asks the service over a line that may break, and tells what passes from what was refused.

// A request that takes longer is taken for lost. The smallest part takes so long at 5 kbit/s.
const TIME_MS_MAX = 100 * 1000;

// After so many failures in a row, which is three minutes, whoever waits is asked whether to go on.
const FAILURES_MAX = 10;
const PAUSE_MS_MAX = 30 * 1000;

// What somebody else's haste, or an answer that was lost, looks like.
const PASSING = ["contended", "upload-offset", "upload-other-part"];
const PASSING_STATUSES = [408, 429, 502, 503, 504];

// The service has said no. `problem` says why in the reader's language, as far as the service could say anything.
export class Refused extends Error {
  constructor(status, problem) {
    super(problem ? problem.code : String(status));
    this.status = status;
    this.problem = problem;
  }

  // Tells whether the same file cannot succeed.
  isAboutFile() {
    return this.status === 404 || this.status === 413 || this.status === 422;
  }
}

// The line stays down.
export class Stalled extends Error {}

// Whoever waited has cancelled.
export class Cancelled extends Error {}

// Returns after how many milliseconds to try again after so many failures. `chance`, from 0 to 1, keeps many devices from
// coming back at one moment.
export function delay(failures, retryAfter, chance) {
  const grown = Math.min(1000 * Math.pow(2, failures), PAUSE_MS_MAX);
  const asked = Number(retryAfter) * 1000 || 0;
  return Math.round(Math.min(Math.max(grown * (0.75 + chance / 2), asked), PAUSE_MS_MAX * 2));
}

// Waits before trying again.
export async function pause(failures, retryAfter, tools) {
  if (FAILURES_MAX <= failures) {
    throw new Stalled();
  }
  const ms = delay(failures, retryAfter, tools.chance());
  tools.onWaiting(Math.ceil(ms / 1000));
  await tools.wait(ms);
  cancelled(tools);
}

// Sends until there is an answer, and returns it. What is sent must do no harm when it arrives twice.
export async function ask(method, address, options, tools) {
  for (let failures = 0; ; failures += 1) {
    const asked = { retryAfter: null };
    const answer = await once(method, address, options, tools, asked);
    if (answer) {
      return answer;
    }
    await pause(failures, asked.retryAfter, tools);
  }
}

// Sends once. Returns null if it may succeed later, and notes in `asked` when the service wants to be asked again.
export async function once(method, address, options, tools, asked) {
  cancelled(tools);
  const limit = tools.limit(TIME_MS_MAX, tools.signal);
  let answer;
  try {
    const headers = { "Accept-Language": tools.language, ...options.headers };
    answer = await tools.fetch(address, { ...options, method, headers, signal: limit.signal, cache: "no-store" });
    if (answer.ok) {
      // To its end: an answer that is cut off is none, and what is not read keeps its connection.
      const text = await answer.text();
      return { headers: answer.headers, json: () => JSON.parse(text) };
    }
    const problem = await problemOf(answer);
    if (PASSING_STATUSES.includes(answer.status) || (problem && PASSING.includes(problem.code))) {
      if (asked) {
        asked.retryAfter = answer.headers.get("Retry-After");
      }
      return null;
    }
    throw new Refused(answer.status, problem);
  } catch (error) {
    if (error instanceof Refused) {
      throw error;
    }
    // The line broke, or took too long: unless it was somebody's wish, that passes.
    cancelled(tools);
    return null;
  } finally {
    limit.end();
  }
}

async function problemOf(answer) {
  const kind = answer.headers.get("Content-Type") || "";
  // What stands between may answer as it likes, such as with a page.
  return kind.startsWith("application/problem+json") ? answer.json() : null;
}

function cancelled(tools) {
  if (tools.signal && tools.signal.aborted) {
    throw new Cancelled();
  }
}
