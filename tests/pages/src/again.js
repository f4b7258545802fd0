// Asks every few seconds whether there is something else to read than this page, and loads it once there is. The page itself is not
// loaded again meanwhile, which would take whoever listens to it back to its beginning.

const MS = 1000 * Number(document.body.dataset.againAfter);

async function hasGoneOn() {
  try {
    // It goes on to another address, or says that nobody waits here any more.
    const answer = await fetch(location.href, { headers: { Accept: "text/html" }, redirect: "manual", cache: "no-store" });
    return answer.type === "opaqueredirect" || (answer.ok && !(await answer.text()).includes("data-again-after="));
  } catch (error) {
    // The line is down. It may come back.
    return false;
  }
}

async function look() {
  if (await hasGoneOn()) {
    location.reload();
  } else {
    setTimeout(look, MS);
  }
}

setTimeout(look, MS);
