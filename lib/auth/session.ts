import { createHash, randomBytes } from "node:crypto";
import type { UserActor } from "@/lib/authorization/actor";
import type { Db } from "@/lib/db/client";
import * as store from "./store";

/** A session ends this long after it began, whatever happens, … */
export const SESSION_SECONDS_MAX = 12 * 60 * 60;
/** … or this long after it was last used. */
export const IDLE_SECONDS_MAX = 30 * 60;
const TOUCH_SECONDS = 60;

const TOKEN = /^[A-Za-z0-9_-]{43}$/;

/** A new session token: 32 random bytes in base64url. Only its hash is kept. */
export function newSessionToken(): string {
  return randomBytes(32).toString("base64url");
}

/** What a session's row holds of its token. */
export function sessionTokenHash(token: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash("sha256").update(token).digest());
}

/** Name and attributes of the session cookie: `__Host-` and `Secure` wherever the public origin is https. */
export function sessionCookie(origin: string) {
  const isSecure = origin.startsWith("https://");
  return {
    name: isSecure ? "__Host-strongroom-session" : "strongroom-session",
    options: { httpOnly: true, sameSite: "lax", secure: isSecure, path: "/" },
  } as const;
}

/**
 * Who a session token stands for, with the role they have at this moment; null when it stands for nobody: ended,
 * expired, idle for too long, or the person is suspended or gone. One query; a second one at most once a minute.
 */
export async function sessionActor(
  rt: { readonly db: Db; readonly now: () => Date },
  token: string | undefined,
): Promise<UserActor | null> {
  if (token === undefined || !TOKEN.test(token)) return null;
  const row = await store.findSession(rt.db, sessionTokenHash(token));
  if (row?.status !== "active") return null;
  const now = rt.now();
  if (isOver(row, now)) {
    // Gone for good, so that a clock that is set back does not bring it to life again.
    await store.deleteSessions(rt.db, { id: row.sessionId });
    return null;
  }
  const touchBefore = secondsBefore(now, TOUCH_SECONDS);
  if (row.lastUsedAt <= touchBefore) await store.touchSession(rt.db, row.sessionId, now, touchBefore);
  const { id, email, name, role, sessionId, confirmedAt } = row;
  return { kind: "user", id, email, name, role, sessionId, confirmedAt };
}

function isOver(row: { readonly expiresAt: Date; readonly lastUsedAt: Date }, now: Date): boolean {
  return row.expiresAt <= now || row.lastUsedAt <= idleSince(now);
}

/** Sessions last used at this time or before have been idle for too long. */
export function idleSince(now: Date): Date {
  return secondsBefore(now, IDLE_SECONDS_MAX);
}

function secondsBefore(time: Date, seconds: number): Date {
  return new Date(time.getTime() - seconds * 1000);
}
