"use client";

import { useLinkStatus } from "next/link";

/**
 * Goes inside a `Link`: while the page it leads to is on its way, a bar runs along the top of the window, and a reader
 * is told. Quick answers show nothing.
 */
export function LinkPending() {
  const { pending } = useLinkStatus();
  if (!pending) return null;
  return (
    <span
      role="status"
      className="link-pending pointer-events-none fixed inset-x-0 top-0 z-50 h-0.5 bg-accent"
    >
      <span className="sr-only">Loading…</span>
    </span>
  );
}
