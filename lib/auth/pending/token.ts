import { sessionCookie } from "../session";

/** Name and attributes of the cookie of a pending sign-in, which is as well kept as that of a session. */
export function pendingCookie(origin: string) {
  const { name, options } = sessionCookie(origin);
  return { name: name.replace("session", "sign-in"), options } as const;
}
