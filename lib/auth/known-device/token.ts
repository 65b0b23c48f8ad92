import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { Keyring } from "@/lib/keys/keyring";
import { CLOCK_SKEW_SECONDS_MAX } from "@/lib/platform/clock";
import { sessionCookie } from "../session";

/** How long after its last sign-in a browser counts as known. */
export const DEVICE_SECONDS_MAX = 180 * 24 * 60 * 60;

const ID_BYTES = 16;
const FORMAT = /^([A-Za-z0-9_-]{22})\.([0-9a-z]{1,9})\.([A-Za-z0-9_-]{43})$/;

/** What a token is bound to: a new password and signing out everywhere make every token before worthless. */
export interface DeviceBinding {
  readonly userId: string;
  readonly generation: number;
  readonly passwordHash: string | null;
}

type Keys = Pick<Keyring, "derive">;

/** Name and attributes of the cookie that tells a browser that was signed in before. It is no session. */
export function deviceCookie(origin: string) {
  const { name, options } = sessionCookie(origin);
  return { name: name.replace("session", "device"), options } as const;
}

/** A token for a device: its id, the time, and an HMAC-SHA256 over both and the binding. */
export function deviceToken(keys: Keys, binding: DeviceBinding, id: string | null, now: Date): string {
  const deviceId = id ?? randomBytes(ID_BYTES).toString("base64url");
  const issued = Math.floor(now.getTime() / 1000).toString(36);
  return `${deviceId}.${issued}.${macOf(keys, binding, deviceId, issued).toString("base64url")}`;
}

/** The id of the device, when the token was made here for this binding and is neither too old nor of the future. */
export function deviceIdIn(token: string, keys: Keys, binding: DeviceBinding, now: Date): string | null {
  const [, id = "", issued = "", mac = ""] = FORMAT.exec(token) ?? [];
  const ageSeconds = now.getTime() / 1000 - Number.parseInt(issued, 36);
  // Also when there is no number.
  if (!(ageSeconds >= -CLOCK_SKEW_SECONDS_MAX && ageSeconds < DEVICE_SECONDS_MAX)) return null;
  const input = Buffer.from(mac, "base64url");
  return timingSafeEqual(input, macOf(keys, binding, id, issued)) ? id : null;
}

/** Whether a text looks like a token at all. */
export function looksLikeDeviceToken(text: string | null | undefined): text is string {
  return typeof text === "string" && FORMAT.test(text);
}

/** The id in a token, whoever it was made for: which browser it is, as far as that may be believed. */
export function deviceIdOf(text: string | null | undefined): string | null {
  return typeof text === "string" ? (FORMAT.exec(text)?.[1] ?? null) : null;
}

function macOf(keys: Keys, { userId, generation, passwordHash }: DeviceBinding, id: string, issued: string) {
  const bound = JSON.stringify(["device/v1", userId, generation, passwordHash, id, issued]);
  return createHmac("sha256", keys.derive("device")).update(bound).digest();
}
