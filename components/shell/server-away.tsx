"use client";

import { CloudOff } from "lucide-react";
import { useEffect, useSyncExternalStore } from "react";
import { isServerAway, keepPagesWaiting, subscribeServerAway } from "./waiting-pages";

/** Says that a page is waited for because the server cannot be reached. What is shown stays. */
export function ServerAway() {
  const isAway = useSyncExternalStore(subscribeServerAway, isServerAway, () => false);
  useEffect(keepPagesWaiting, []);
  return (
    <div role="status" className="sticky top-12 z-20 print:hidden">
      {isAway && (
        <p className="flex items-center gap-2 border-b border-warning-line bg-warning-soft px-4 py-2 text-warning-ink sm:px-6">
          <CloudOff aria-hidden className="size-4 shrink-0" />
          The server cannot be reached. Trying again…
        </p>
      )}
    </div>
  );
}
