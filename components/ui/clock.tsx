"use client";

import { createContext, type ReactNode, useContext, useSyncExternalStore } from "react";

const MINUTE_MS = 60_000;
const STEP_MS = 15_000;

const RenderedAt = createContext<number | null>(null);

/** Tells the times below it when the server rendered them, so that the browser's first render says the same. */
export function ClockProvider({ now, children }: { readonly now: number; readonly children: ReactNode }) {
  return <RenderedAt value={now}>{children}</RenderedAt>;
}

function subscribe(onTick: () => void): () => void {
  const timer = setInterval(onTick, MINUTE_MS);
  return () => clearInterval(timer);
}

/** In steps, because React wants the same answer twice; rounded up, so that it never falls behind the server's. */
function currentStep(): number {
  return Math.ceil(Date.now() / STEP_MS) * STEP_MS;
}

/**
 * The time to count from, in milliseconds: the server's until the page is hydrated, then the browser's, which moves
 * once a minute. `null` on the server where nobody said when it renders.
 */
export function useNow(): number | null {
  const renderedAt = useContext(RenderedAt);
  return useSyncExternalStore(subscribe, currentStep, () => renderedAt);
}

const never = () => () => {};

/** False on the server and in the browser's first render, true after: for what only the browser knows. */
export function useIsHydrated(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}
