import type { BrowserContext } from "@playwright/test";

/** What went wrong in a browser without a test looking for it: console errors, exceptions, refusals of the CSP. */
export interface Faults {
  /** Says that a fault which matches will come, and is no error. */
  expect(pattern: RegExp): void;
  /** Those that nobody said would come. */
  unexpected(): readonly string[];
  watch(context: BrowserContext): void;
}

export function newFaults(): Faults {
  const expected: RegExp[] = [];
  const seen: string[] = [];
  return {
    expect: (pattern) => void expected.push(pattern),
    unexpected: () => seen.filter((fault) => !expected.some((pattern) => pattern.test(fault))),
    watch: (context) => {
      context.on("console", (message) => {
        if (message.type() !== "error") return;
        seen.push(`console: ${message.text()} (${message.location().url})`);
      });
      context.on("weberror", (error) => void seen.push(`exception: ${error.error()}`));
    },
  };
}
