// SHA-256 (FIPS 180-4) of short texts. The one of browsers is there on https alone, and answers each call later: a hundred
// thousand small digests take it seconds.

const ROOTS = (power) => {
  const words = [];
  for (let n = 2; words.length < 64; n += 1) {
    let isPrime = true;
    for (let d = 2; d * d <= n; d += 1) {
      isPrime = isPrime && n % d !== 0;
    }
    if (isPrime) {
      const root = Math.pow(n, power);
      words.push(Math.floor((root - Math.floor(root)) * 0x100000000) | 0);
    }
  }
  return words;
};

const K = new Int32Array(ROOTS(1 / 3));
const START = ROOTS(1 / 2).slice(0, 8);
const w = new Int32Array(64);

const turn = (x, n) => (x >>> n) | (x << (32 - n));

function compress(state) {
  for (let i = 16; i < 64; i += 1) {
    const a = w[i - 15];
    const b = w[i - 2];
    const s0 = turn(a, 7) ^ turn(a, 18) ^ (a >>> 3);
    const s1 = turn(b, 17) ^ turn(b, 19) ^ (b >>> 10);
    w[i] = (w[i - 16] + s0 + w[i - 7] + s1) | 0;
  }
  let [a, b, c, d, e, f, g, h] = state;
  for (let i = 0; i < 64; i += 1) {
    const s1 = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25);
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + K[i] + w[i]) | 0;
    const s0 = turn(a, 2) ^ turn(a, 13) ^ turn(a, 22);
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  return [a + state[0], b + state[1], c + state[2], d + state[3], e + state[4], f + state[5], g + state[6], h + state[7]];
}

// Returns the digest of a text of ASCII, as eight words.
export function digest(text) {
  let state = START;
  const blocks = ((text.length + 8) >> 6) + 1;
  for (let block = 0; block < blocks; block += 1) {
    w.fill(0);
    for (let i = 0; i < 64; i += 1) {
      const place = block * 64 + i;
      const byte = place < text.length ? text.charCodeAt(place) : place === text.length ? 0x80 : 0;
      w[i >> 2] |= byte << (24 - 8 * (i & 3));
    }
    if (block === blocks - 1) {
      w[15] = text.length * 8;
    }
    state = compress(state).map((word) => word | 0);
  }
  return state;
}

// Returns the words of a digest that is written in hex.
export function parse(hex) {
  return [0, 1, 2, 3, 4, 5, 6, 7].map((i) => parseInt(hex.substr(8 * i, 8), 16) | 0);
}
