import { hash, verify } from "@node-rs/argon2";
import { opaquePassword } from "./password-rule";
import { type Lane, withSemaphore } from "./semaphore";

/** Argon2id (RFC 9106) with 19 MiB, two passes and one lane, which are also what OWASP recommends. */
const ARGON2ID = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** Made of a password that nobody has, with the same parameters: what unknown accounts are checked against. */
const NOBODYS_HASH =
  "$argon2id$v=19$m=19456,t=2,p=1$LZokrfZnEXtx0zY0u83m9Q$YrezVX5n8BxfdiKKTYoMJM9WIAvOt/ZdVC5V2esUuUQ";

/** Hashes a new password for keeping. Takes about 20 ms and 19 MiB; throws `throttled` when too many wait. */
export function hashPassword(password: string): Promise<string> {
  return withSemaphore(() => hash(opaquePassword(password), ARGON2ID));
}

/**
 * Whether the password is the one that was hashed. Without a hash (no such account, or none set) it does the same
 * work and says no, so that the time tells nothing. Throws `throttled` when too many wait in the lane.
 */
export async function isPassword(
  kept: string | null,
  password: string,
  lane: Lane = "unknown",
): Promise<boolean> {
  const isMatch = await withSemaphore(() => verify(kept ?? NOBODYS_HASH, opaquePassword(password)), lane);
  return isMatch && kept !== null;
}
