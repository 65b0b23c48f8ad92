import { randomUUID } from "node:crypto";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** A new UUIDv7 (RFC 9562, section 5.7): 48 bits of Unix milliseconds, then random bits. */
export function newId(now: Date = new Date()): string {
  const time = now.getTime().toString(16).padStart(12, "0");
  // Node keeps random bits ready for its own version 4: what follows the version is the same in both.
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
}

/** Whether a string is a UUID in the only spelling we write: lower case with hyphens. */
export function isId(text: unknown): text is string {
  return typeof text === "string" && UUID.test(text);
}
