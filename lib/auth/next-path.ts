import type { PendingNeed } from "./pending/model";

const PATH_LENGTH_MAX = 2_048;
const ORIGIN = "http://strongroom.invalid";
/** Control characters and backslashes, which browsers drop or read as slashes, plain or percent-encoded. */
const TREACHEROUS = /[\p{Cc}\\]|%(?:0[0-9a-f]|1[0-9a-f]|7f|5c)/iu;
/** Pages that lead onwards by themselves, and what is not a page. */
const NOT_A_DESTINATION = /^\/(?:sign-in|setup|api)(?:[/?#]|$)/i;

/**
 * The path of our own to go on to after signing in, or null when `wanted` is anything else: another origin in any
 * spelling, something that is not a path, too long, or a page that would only lead back.
 */
export function nextPath(wanted: unknown): string | null {
  if (typeof wanted !== "string" || wanted.length > PATH_LENGTH_MAX) return null;
  if (!wanted.startsWith("/") || TREACHEROUS.test(wanted) || !URL.canParse(wanted, ORIGIN)) return null;
  const url = new URL(wanted, ORIGIN);
  const path = `${url.pathname}${url.search}${url.hash}`;
  // Looked at again once resolved: "/.//host" only now begins with two slashes.
  if (url.origin !== ORIGIN || path.startsWith("//") || NOT_A_DESTINATION.test(path)) return null;
  return path;
}

/** The page for what is still missing from a pending sign-in; `next` is where it leads in the end. */
export function secondStepPath(need: PendingNeed, next: string | null): string {
  const page = need === "enrolment" ? "/sign-in/enrolment" : "/sign-in/second-step";
  return next === null ? page : `${page}?next=${encodeURIComponent(next)}`;
}

/** The sign-in page for somebody whose sign-in was ended or took too long; it says so. */
export function beginAgainPath(next: string | null): string {
  return next === null ? "/sign-in?over=1" : `/sign-in?over=1&next=${encodeURIComponent(next)}`;
}
