import { createHash } from "node:crypto";
import { setImmediate as others } from "node:timers/promises";

const ALPHABET = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/** So that others get their turn. */
const ROUNDS_AT_ONCE = 500;

/** The hash of SHA-256 crypt (Drepper's SHA-crypt), without its prefix: 43 characters. */
export async function sha256Crypt(password: Buffer, salt: Buffer, rounds: number): Promise<string> {
  const other = sha256(password, salt, password);
  const bits = bitsOf(password.length).map((isSet) => (isSet ? other : password));
  let hash = sha256(password, salt, cycled(other, password.length), ...bits);
  const p = cycled(sha256(...repeated(password, password.length)), password.length);
  const s = cycled(sha256(...repeated(salt, 16 + (hash[0] ?? 0))), salt.length);
  for (let round = 0; round < rounds; round += 1) {
    const isOdd = round % 2 === 1;
    const middle = [...(round % 3 ? [s] : []), ...(round % 7 ? [p] : [])];
    hash = sha256(isOdd ? p : hash, ...middle, isOdd ? hash : p);
    if (round % ROUNDS_AT_ONCE === 0) await others();
  }
  return encoded(hash);
}

function sha256(...parts: readonly Buffer[]): Buffer {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest();
}

/** From the lowest. */
function bitsOf(length: number): boolean[] {
  return [...length.toString(2)].reverse().map((bit) => bit === "1");
}

function repeated(part: Buffer, times: number): Buffer[] {
  return Array.from({ length: times }, () => part);
}

/** The bytes again and again, up to a length. */
function cycled(bytes: Buffer, length: number): Buffer {
  return Buffer.alloc(length, bytes);
}

/** Three bytes at a time, which are ten apart and take turns in coming first, as four characters from the lowest bits on. */
function encoded(hash: Buffer): string {
  const groups = Array.from({ length: 10 }, (_, at) => {
    const three = [hash[at], hash[at + 10], hash[at + 20]];
    return group(
      [0, 1, 2].map((turn) => three[(turn + 3 - (at % 3)) % 3]),
      4,
    );
  });
  return groups.join("") + group([0, hash[31], hash[30]], 3);
}

function group([high = 0, middle = 0, low = 0]: readonly (number | undefined)[], length: number): string {
  const word = (high << 16) | (middle << 8) | low;
  return Array.from({ length }, (_, at) => ALPHABET[(word >> (6 * at)) & 63]).join("");
}
