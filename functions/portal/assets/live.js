// Shows the page again once the case has gone on. It asks for what has changed alone, less and less often, and only while somebody
// looks: a page that is forgotten must not keep a login alive.

const FIRST_MS = 3000;
const SLOWER = 1.5;

// Returns what the page shows of a case that its candidate waits for.
export function standing(shown) {
  const registration = shown.registration;
  return `${shown.state} ${registration ? registration.status : ""}`;
}

// Asks until there is something else than `known`, and says whether there is. It ends when the case is shown to nobody any more.
export async function watch(address, known, { fetch, wait }) {
  let version = null;
  for (let ms = FIRST_MS; ; ms *= SLOWER) {
    ms = await wait(ms) ? FIRST_MS : ms;
    let answer;
    try {
      const headers = version ? { "If-None-Match": version } : {};
      // The browser's own cache would turn a 304 into the answer from before.
      answer = await fetch(address, { headers, cache: "no-store" });
      if (answer.status === 200) {
        version = answer.headers.get("ETag");
        if (standing(await answer.json()) !== known) {
          return true;
        }
      }
    } catch (error) {
      // The line is down. It may come back.
      continue;
    }
    if (answer.status === 401 || answer.status === 403 || answer.status === 404) {
      return false;
    }
  }
}

// Waits for so long, and then for somebody to look. Says whether the page was out of sight meanwhile.
function wait(ms) {
  return new Promise((resolve) => {
    let wasHidden = document.hidden;
    let isOver = false;
    const look = () => {
      wasHidden = wasHidden || document.hidden;
      // Whoever comes back wants to know now.
      if ((isOver || wasHidden) && !document.hidden) {
        document.removeEventListener("visibilitychange", look);
        resolve(wasHidden);
      }
    };
    document.addEventListener("visibilitychange", look);
    setTimeout(() => {
      isOver = true;
      look();
    }, ms);
  });
}

export async function start() {
  const panel = document.querySelector("[data-live]");
  const { live, state, registration } = panel.dataset;
  const known = standing({ state, registration: registration ? { status: registration } : null });
  const fetcher = (address, options) => window.fetch(address, options);
  if (await watch(live, known, { fetch: fetcher, wait })) {
    location.reload();
  }
}
