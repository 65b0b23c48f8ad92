import "server-only";
import { cookies } from "next/headers";
import type { KnownDevice } from "@/lib/auth/known-device/service";
import { deviceCookie } from "@/lib/auth/known-device/token";
import { pendingCookie } from "@/lib/auth/pending/token";
import { sessionCookie } from "@/lib/auth/session";
import { runtime } from "@/lib/runtime/registry";

interface TimedToken {
  readonly token: string;
  readonly expiresAt: Date;
}

type CookieRule = typeof sessionCookie | typeof pendingCookie | typeof deviceCookie;

/** The session token that the browser sent, if any. Nothing is known about it yet. */
export async function currentSession(): Promise<string | undefined> {
  return read(sessionCookie);
}

/**
 * Gives the browser a session token and makes it a known device, and takes the token of a pending sign-in. Only in actions
 * and route handlers.
 */
export async function keepSession(session: TimedToken & { readonly device: KnownDevice }): Promise<void> {
  await set(sessionCookie, session);
  await keepDevice(session.device);
  await dropPending();
}

/** The token of a known device that the browser sent, if any. */
export async function currentDevice(): Promise<string | undefined> {
  return read(deviceCookie);
}

/** Makes the browser a known device. It stays one after signing out. Only in actions and route handlers. */
export async function keepDevice(device: KnownDevice): Promise<void> {
  await set(deviceCookie, device);
}

/** Takes the session token from the browser. Only in actions and route handlers. */
export async function dropSession(): Promise<void> {
  await drop(sessionCookie);
}

/** The token of a pending sign-in that the browser sent, if any. */
export async function currentPending(): Promise<string | undefined> {
  return read(pendingCookie);
}

/** Gives the browser the token of a pending sign-in. Only in actions and route handlers. */
export async function keepPending(pending: TimedToken): Promise<void> {
  await set(pendingCookie, pending);
}

/** Takes the token of a pending sign-in from the browser. Only in actions and route handlers. */
export async function dropPending(): Promise<void> {
  if ((await currentPending()) !== undefined) await drop(pendingCookie);
}

async function read(rule: CookieRule): Promise<string | undefined> {
  const jar = await cookies();
  return jar.get(rule(runtime().settings.origin).name)?.value;
}

async function set(rule: CookieRule, { token, expiresAt }: TimedToken): Promise<void> {
  const { name, options } = rule(runtime().settings.origin);
  const maxAge = Math.max(0, Math.ceil((expiresAt.getTime() - Date.now()) / 1000));
  (await cookies()).set(name, token, { ...options, maxAge });
}

async function drop(rule: CookieRule): Promise<void> {
  const { name, options } = rule(runtime().settings.origin);
  (await cookies()).set(name, "", { ...options, maxAge: 0 });
}
