const BLOCK_BYTES = 64;
const LENGTH_BYTES = 8;

/** The first 32 bits of the fractional parts of the roots of the first primes (FIPS 180-4, 4.2.2 and 5.3.3). */
const PRIMES = firstPrimes(64);
const CONSTANTS = Int32Array.from(PRIMES, (prime) => fractionOf(Math.cbrt(prime)));
const WORDS = new Int32Array(64);
const START = Int32Array.from(PRIMES.slice(0, 8), (prime) => fractionOf(Math.sqrt(prime)));

/**
 * SHA-256 (FIPS 180-4) of bytes that arrive in parts. Web Crypto hashes only what is in memory as a whole, and a file of
 * several gigabytes is not. Nothing here is secret, so its time may depend on what is hashed.
 */
export class Sha256 {
  private readonly state = START.slice();
  private readonly rest = new Uint8Array(BLOCK_BYTES);
  private length = 0;

  update(bytes: Uint8Array): this {
    let at = 0;
    const held = this.length % BLOCK_BYTES;
    this.length += bytes.length;
    if (held > 0) {
      at = Math.min(BLOCK_BYTES - held, bytes.length);
      this.rest.set(bytes.subarray(0, at), held);
      if (held + at < BLOCK_BYTES) return this;
      compress(this.state, this.rest, 0);
    }
    for (; at + BLOCK_BYTES <= bytes.length; at += BLOCK_BYTES) compress(this.state, bytes, at);
    this.rest.set(bytes.subarray(at));
    return this;
  }

  /** The hash, 32 bytes. Ends the use of this object. */
  digest(): Uint8Array {
    const bits = this.length * 8;
    const held = this.length % BLOCK_BYTES;
    const zeros = (held < BLOCK_BYTES - LENGTH_BYTES ? BLOCK_BYTES : 2 * BLOCK_BYTES) - LENGTH_BYTES - held;
    const end = new Uint8Array(zeros + LENGTH_BYTES);
    end[0] = 0x80;
    const view = new DataView(end.buffer);
    view.setUint32(zeros, Math.floor(bits / 2 ** 32));
    view.setUint32(zeros + 4, bits % 2 ** 32);
    this.update(end);
    const hash = new DataView(new ArrayBuffer(32));
    this.state.forEach((word, at) => {
      hash.setInt32(at * 4, word);
    });
    return new Uint8Array(hash.buffer);
  }
}

export function sha256(...parts: readonly Uint8Array[]): Uint8Array {
  const hash = new Sha256();
  for (const part of parts) hash.update(part);
  return hash.digest();
}

/** Takes one block into the state (FIPS 180-4, 6.2.2). Written for speed: no array is made, nothing is called in the loop. */
function compress(state: Int32Array, bytes: Uint8Array, from: number): void {
  expand(bytes, from);
  let a = state[0] ?? 0;
  let b = state[1] ?? 0;
  let c = state[2] ?? 0;
  let d = state[3] ?? 0;
  let e = state[4] ?? 0;
  let f = state[5] ?? 0;
  let g = state[6] ?? 0;
  let h = state[7] ?? 0;
  for (let i = 0; i < 64; i++) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + (CONSTANTS[i] ?? 0) + (WORDS[i] ?? 0)) | 0;
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
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
  state[0] = (state[0] ?? 0) + a;
  state[1] = (state[1] ?? 0) + b;
  state[2] = (state[2] ?? 0) + c;
  state[3] = (state[3] ?? 0) + d;
  state[4] = (state[4] ?? 0) + e;
  state[5] = (state[5] ?? 0) + f;
  state[6] = (state[6] ?? 0) + g;
  state[7] = (state[7] ?? 0) + h;
}

/** The 64 words of a block (FIPS 180-4, 6.2.2, step 1). */
function expand(bytes: Uint8Array, from: number): void {
  const block = new DataView(bytes.buffer, bytes.byteOffset + from, BLOCK_BYTES);
  for (let i = 0; i < 16; i++) WORDS[i] = block.getInt32(4 * i);
  for (let i = 16; i < 64; i++) {
    const x = WORDS[i - 15] ?? 0;
    const y = WORDS[i - 2] ?? 0;
    const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
    const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
    WORDS[i] = ((WORDS[i - 16] ?? 0) + s0 + (WORDS[i - 7] ?? 0) + s1) | 0;
  }
}

function fractionOf(root: number): number {
  return ((root % 1) * 2 ** 32) | 0;
}

function firstPrimes(count: number): number[] {
  const primes: number[] = [];
  for (let n = 2; primes.length < count; n++) if (primes.every((prime) => n % prime > 0)) primes.push(n);
  return primes;
}
