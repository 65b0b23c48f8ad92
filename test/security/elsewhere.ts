import type { Answer } from "./http";

/** Addresses that would lead to somebody else, in every spelling that a browser may take for one. */
export const ELSEWHERE = [
  "//evil.example",
  "/\\evil.example",
  "\\\\evil.example",
  "https:evil.example",
  "https://evil.example",
  "http:/evil.example",
  "javascript:alert(1)",
  "data:text/html,x",
  "/%0d%0aLocation:%20https://evil.example",
  "/\r\nLocation: https://evil.example",
  "/%5cevil.example",
  "/.//evil.example",
  "/..//evil.example",
  "\t//evil.example",
  "%2f%2fevil.example",
  ".evil.example",
  `/${"a".repeat(4_096)}`,
];

/** Whether an answer leads to, or links to, anywhere but this origin. */
export function leadsAway(answer: Answer, own: string): boolean {
  const { location, "x-action-redirect": action, refresh, "set-cookie": cookies } = answer.headers;
  const methods = [location, action, String(refresh ?? "").split("url=")[1]]
    .filter((variant) => variant !== undefined)
    .map(String);
  const isAway = methods.some(
    (variant) => new URL(variant.replace(/;(push|replace)$/, ""), own).origin !== own,
  );
  return isAway || /evil\.example/.test(decodeURIComponent(String(cookies)));
}
