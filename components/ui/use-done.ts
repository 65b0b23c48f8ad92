"use client";

import { useEffect, useRef } from "react";
import type { FormState } from "@/lib/web/form-state";

/** Calls `onDone` once for each submission that succeeded. */
export function useDone<R>(state: FormState<R>, onDone: (data: R) => void): void {
  const latest = useRef(onDone);
  useEffect(() => {
    latest.current = onDone;
  });
  useEffect(() => {
    if (state.status === "done") latest.current(state.data);
  }, [state]);
}
