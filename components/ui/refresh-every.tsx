"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";

/** Shows the page as it is now, again and again while it is in view. */
export function RefreshEvery({ ms }: { readonly ms: number }) {
  const { refresh } = useRouter();
  useEffect(() => {
    const timer = setInterval(() => document.visibilityState === "visible" && refresh(), ms);
    return () => clearInterval(timer);
  }, [ms, refresh]);
  return null;
}
