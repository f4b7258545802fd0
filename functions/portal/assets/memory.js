// Remembers beyond this visit which upload is under way: old phones end pages while their camera is open. It holds addresses and
// digests, nothing of a picture and nothing of its name.

// What is under way for the picture at `address`. `storage` returns where to keep it; where nothing can be kept, nothing is.
export function memoryOf(address, storage, now) {
  const key = `upload ${address}`;
  const attempt = (act) => {
    try {
      return act();
    } catch (error) {
      // A browser that keeps nothing for us throws, at the latest when it is asked for something.
      return null;
    }
  };
  const forget = () => attempt(() => storage().removeItem(key));
  return {
    remember: (known) => attempt(() => storage().setItem(key, JSON.stringify(known))),
    recall: () => {
      const known = attempt(() => JSON.parse(storage().getItem(key)));
      if (known && now() !== null && Date.parse(known.ends) <= now()) {
        forget();
        return null;
      }
      return known;
    },
    forget,
  };
}

// Returns what tells this very file from others, or null where browsers do not say.
export async function mark(file) {
  if (!window.crypto || !window.crypto.subtle) {
    return null;
  }
  try {
    const bytes = await bytesOf(file);
    const digest = new Uint8Array(await window.crypto.subtle.digest("SHA-256", bytes));
    return Array.from(digest, hex).join("");
  } catch (error) {
    // Of a file that does not fit into memory at once, pieces may.
    return null;
  }
}

// Draws a name that nobody else draws.
export function draw() {
  return Array.from(window.crypto.getRandomValues(new Uint8Array(16)), hex).join("");
}

// `Blob.arrayBuffer` is younger than the phones that are meant.
export function bytesOf(blob) {
  return new Response(blob).arrayBuffer();
}

const hex = (byte) => byte.toString(16).padStart(2, "0");
