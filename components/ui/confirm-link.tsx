"use client";

import { usePathname, useSearchParams } from "next/navigation";

/** Leads to the page that asks who one is, and from there back to this one: for forms without JavaScript. */
export function ConfirmLink() {
  const path = usePathname();
  const query = useSearchParams().toString();
  const here = query === "" ? path : `${path}?${query}`;
  return (
    <a href={`/account/confirm?next=${encodeURIComponent(here)}`} className="font-medium underline">
      Confirm your identity
    </a>
  );
}
