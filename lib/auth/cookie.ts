import "server-only";
import { cookies } from "next/headers";
import { runtime } from "@/lib/runtime/registry";
import { SESSION_SECONDS_MAX, sessionCookie } from "./session";

/** The session token that the browser sent, if any. Nothing is known about it yet. */
export async function currentSession(): Promise<string | undefined> {
  const jar = await cookies();
  return jar.get(sessionCookie(runtime().settings.origin).name)?.value;
}

/** Gives the browser a session token. Only in actions and route handlers. */
export async function keepSession(token: string): Promise<void> {
  const { name, options } = sessionCookie(runtime().settings.origin);
  (await cookies()).set(name, token, { ...options, maxAge: SESSION_SECONDS_MAX });
}

/** Takes the session token from the browser. Only in actions and route handlers. */
export async function dropSession(): Promise<void> {
  const { name, options } = sessionCookie(runtime().settings.origin);
  (await cookies()).set(name, "", { ...options, maxAge: 0 });
}
