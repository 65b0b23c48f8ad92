"use client";

import dynamic from "next/dynamic";
import { useSyncExternalStore } from "react";
import { isConfirmationAsked, subscribeConfirmation } from "@/components/ui/confirm-store";

const ConfirmDialog = dynamic(() => import("./confirm-dialog").then((file) => file.ConfirmDialog), {
  ssr: false,
});

/** Opens *Confirm your identity* over whatever is open, when an action asked for it. Loaded on first use. */
export function ConfirmHost() {
  const isAsked = useSyncExternalStore(subscribeConfirmation, isConfirmationAsked, () => false);
  return isAsked && <ConfirmDialog />;
}
