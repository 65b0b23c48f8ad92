import { createHash, randomBytes } from "node:crypto";
import { grantsOf } from "@/lib/accounts/held-grants/store";
import { deleteSessions } from "@/lib/accounts/store";
import type { UserActor } from "@/lib/authorization/actor";
import type { Db } from "@/lib/db/client";
import { sqlIn } from "@/lib/db/sql";
import { isFromFuture } from "@/lib/platform/clock";
import type { RowSeals } from "@/lib/seals/seals";
import * as store from "./store";

const TOUCH_SECONDS = 60;

const TOKEN = /^[A-Za-z0-9_-]{43}$/;

/** A new session token: 32 random bytes in base64url. Only its hash is kept. */
export function newSessionToken(): string {
  return randomBytes(32).toString("base64url");
}

/** Whether a text looks like a token at all. */
export function isToken(text: string | undefined): text is string {
  return text !== undefined && TOKEN.test(text);
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
 * expired, idle for too long, or the person is suspended or gone. One query, and one more for a Member, whose grants come with it; another
 * at most once a minute.
 */
export async function sessionActor(
  rt: { readonly db: Db; readonly seals: RowSeals; readonly now: () => Date },
  token: string | undefined,
): Promise<UserActor | null> {
  if (!isToken(token)) return null;
  const row = await store.findSession(rt.db, rt.seals, sessionTokenHash(token));
  if (row?.account.status !== "active") return null;
  const { session, account } = row;
  const now = rt.now();
  if (isOver(row, now)) {
    // Gone for good, so that a clock that is set back does not bring it to life again.
    await deleteSessions(rt.db, { id: session.id });
    return null;
  }
  const touchBefore = secondsBefore(now, TOUCH_SECONDS);
  const isStale = session.lastUsedAt <= touchBefore || isFromFuture(session.lastUsedAt, now);
  if (isStale) await store.touchSession(rt.db, rt.seals, session, now);
  const { id, email, name, role } = account;
  const grants = await grantsOf({ sql: sqlIn(rt.db), seals: rt.seals, now }, account);
  return {
    ...{ kind: "user", id, email, name, role, sessionId: session.id, confirmedAt: session.confirmedAt },
    grants,
  };
}

/** Also when the settings became stricter after the session began, or a clock that ran ahead began it. */
function isOver({ session, ...rules }: store.SessionRow, now: Date): boolean {
  const { expiresAt, createdAt, lastUsedAt } = session;
  const { sessionSecondsMax, idleSecondsMax } = rules;
  return (
    expiresAt <= now ||
    isFromFuture(createdAt, now) ||
    createdAt <= secondsBefore(now, sessionSecondsMax) ||
    lastUsedAt <= secondsBefore(now, idleSecondsMax)
  );
}

/** That long ago. */
export function secondsBefore(time: Date, seconds: number): Date {
  return new Date(time.getTime() - seconds * 1000);
}
