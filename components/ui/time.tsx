"use client";

import { classNames } from "./class-names";
import { useIsHydrated, useNow } from "./clock";
import { dayOf, exactTime, relativeTime } from "./relative-time";

interface TimeProps {
  /** A moment; a string or number is taken as `Date` takes it. */
  readonly value: Date | string | number;
  /** `relative`: "3 hours ago". `day`: "22 Nov 2026". `exact`: to the second. */
  readonly as?: "relative" | "day" | "exact";
  readonly className?: string;
}

/**
 * A moment, with the exact time as its tooltip and in the DOM. Says UTC until the page is hydrated and the reader's own
 * zone after, so server and browser agree on the first render; moves once a minute.
 */
export function Time({ value, as = "relative", className }: TimeProps) {
  const now = useNow();
  const zone = useIsHydrated() ? undefined : "UTC";
  const date = new Date(value);
  const exact = exactTime(date, zone);
  const text =
    as === "relative" && now !== null ? relativeTime(date, now) : as === "exact" ? exact : dayOf(date, zone);
  return (
    <time
      dateTime={date.toISOString()}
      title={exact}
      className={classNames(as === "relative" && "relative-time", className)}
      suppressHydrationWarning
    >
      {text}
    </time>
  );
}
