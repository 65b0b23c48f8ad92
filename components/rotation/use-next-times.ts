"use client";

import { useEffect, useState } from "react";
import type { NextTimes } from "@/lib/rotation/loaders";

/** A schedule as it is typed. */
export interface ScheduleTexts {
  readonly schedule: string;
  readonly everyDays: string;
  readonly cron: string;
  readonly timeZone: string;
  readonly windowMinutes: string;
}

const NONE: NextTimes = { times: [], fields: {} };
const PAUSE_MS = 300;

/** The next times of a schedule while it is typed, or what is wrong with it; nothing as long as neither is known. */
export function useNextTimes(url: string, texts: ScheduleTexts): NextTimes {
  const query = new URLSearchParams({ ...texts }).toString();
  const [answer, setAnswer] = useState({ query: "", ...NONE });
  useEffect(() => {
    const abort = new AbortController();
    const ask = async () => {
      const response = await fetch(`${url}?${query}`, { signal: abort.signal });
      if (!response.ok) return;
      const found: NextTimes = await response.json();
      setAnswer({ query, ...found });
    };
    // Without an answer the form still says what is wrong when it is sent.
    const timer = setTimeout(() => ask().catch(() => {}), PAUSE_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [url, query]);
  return answer.query === query ? answer : NONE;
}
