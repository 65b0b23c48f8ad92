import { randomInt } from "node:crypto";

/** How long a machine may wait for its answer. */
export const DEVICE_SECONDS = 10 * 60;
/** How often it may ask at first; too early adds as much. */
export const POLL_SECONDS = 5;
/** Machines that wait at the same time, of the whole instance. */
export const WAITING_MAX = 2_000;

/** No vowels, so that no words come out; and none that are taken for another. */
const ALPHABET = "BCDFGHJKLMNPQRSTVWXZ";
const LENGTH = 8;
const CODE = new RegExp(`^[${ALPHABET}]{${LENGTH}}$`);

/** A code that people read on one screen and type on another: 34 bits, and few tries. */
export function newUserCode(): string {
  return Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join("");
}

export function shownUserCode(code: string): string {
  return `${code.slice(0, LENGTH / 2)}-${code.slice(LENGTH / 2)}`;
}

/** The code that somebody typed, however they spell it; null for what is none. */
export function userCodeIn(typed: string): string | null {
  const code = typed.toUpperCase().replaceAll(/[\s-]/g, "");
  return CODE.test(code) ? code : null;
}

/** What a machine is told that asked to be signed in, in the words of RFC 8628. */
export interface DeviceCodes {
  readonly deviceCode: string;
  /** For people, as in `WDJB-MJHT`. */
  readonly userCode: string;
}

/** Why a machine has no key yet, or will have none: the error codes of RFC 8628 and RFC 6749. */
export type NoKey =
  | "authorization_pending"
  | "slow_down"
  | "expired_token"
  | "access_denied"
  | "invalid_grant";

/** What whoever typed a code is shown of the machine. Its name is what it says itself. */
export interface WaitingDevice {
  readonly machine: string;
  readonly ip: string | null;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly expiresAt: string;
}
