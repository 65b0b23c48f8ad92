"use client";

import { usePathname, useRouter } from "next/navigation";
import { type ReactNode, useEffect, useTransition } from "react";

interface FreshProps {
  /** The path of the request that `children` were rendered for. */
  readonly path: string;
  readonly children: ReactNode;
}

/**
 * What a refusal says came with the app shell, perhaps for another page and before a role was changed. Then the app shell
 * is asked for again, navigation and all.
 */
export function Fresh({ path, children }: FreshProps) {
  const current = usePathname();
  const { refresh } = useRouter();
  const [isPending, startRefresh] = useTransition();
  useEffect(() => {
    if (path !== current) startRefresh(() => refresh());
  }, [path, current, refresh]);
  return <div className={isPending ? "invisible" : undefined}>{children}</div>;
}
