import type { AuditView, ViewInput } from "./model";

export const AUDIT_PATH = "/audit";

/** The audit page, narrowed to what is given. */
export function auditHref(input: ViewInput = {}, path = AUDIT_PATH): string {
  const set = Object.entries(input).filter((entry): entry is [string, string] => Boolean(entry[1]));
  return set.length === 0 ? path : `${path}?${new URLSearchParams(set)}`;
}

/** What an address has to hold for a view, from its newest event on. */
export function inputOf({ typed, preset, isLive }: AuditView): ViewInput {
  return { ...typed, ...(preset && { time: preset }), ...(isLive && { live: "on" }) };
}

/** The view with some of it changed; undefined takes a filter away. Days replace a preset, and a preset days. */
export function hrefWith(view: AuditView, change: ViewInput, path = AUDIT_PATH): string {
  const { time, from, to, ...rest } = inputOf(view);
  const days = change.time ? {} : { from, to };
  const preset = change.from || change.to ? {} : { time };
  return auditHref({ ...rest, ...days, ...preset, ...change }, path);
}
