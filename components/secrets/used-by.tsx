"use client";

import { useEffect, useState } from "react";
import type { SecretUse } from "@/lib/secrets/access-history/loaders";
import type { SecretMeta } from "@/lib/secrets/model";
import { MappedScopeList } from "./mapped-scopes";
import { PoolList } from "./pool-list";
import { UseList } from "./use-list";

interface UsedByProps {
  readonly secret: SecretMeta;
  readonly basePath: string;
}

/** Which endpoints use a secret and where it is mapped into, in a dialog about it; nothing while nothing does. */
export function UsedBy({ secret, basePath }: UsedByProps) {
  return <UseLists use={useSecretUse(secret, basePath)} />;
}

/** Whether something would stop working without the secret, so that it cannot be deleted. */
export function isInUse(use: SecretUse | null): boolean {
  return use !== null && (use.uses.count > 0 || use.pools.length > 0 || (use.mappedInto?.count ?? 0) > 0);
}

export function UseLists({ use }: { readonly use: SecretUse | null }) {
  if (use === null || !isInUse(use)) return null;
  const { uses, pools, mappedInto } = use;
  return (
    <section aria-label="Used by" className="rounded-md border border-line-strong bg-sunken px-3 py-2.5">
      {uses.count > 0 && (
        <>
          <h3 className="mb-1 font-medium">Used by allowlist endpoints</h3>
          <UseList {...uses} />
        </>
      )}
      {pools.length > 0 && (
        <>
          <h3 className="mb-1 font-medium">In pools</h3>
          <PoolList pools={pools} />
        </>
      )}
      {mappedInto && mappedInto.count > 0 && (
        <>
          <h3 className="mb-1 font-medium">Used in</h3>
          <MappedScopeList {...mappedInto} />
        </>
      )}
    </section>
  );
}

/** What uses a secret; null as long as it is not known. */
export function useSecretUse(secret: SecretMeta, basePath: string): SecretUse | null {
  const path = `${basePath}/${encodeURIComponent(secret.name)}/use`;
  const [use, setUse] = useState<SecretUse | null>(null);
  useEffect(() => {
    const controller = new AbortController();
    fetch(path, { signal: controller.signal })
      .then((response) => (response.ok ? response.json() : null))
      .then(setUse)
      .catch(() => {});
    return () => controller.abort();
  }, [path]);
  return use;
}
