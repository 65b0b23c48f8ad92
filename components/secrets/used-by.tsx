"use client";

import { useEffect, useState } from "react";
import type { SecretMeta } from "@/lib/secrets/model";
import type { SecretUse } from "@/lib/secrets/readers/loaders";
import { MappedPlaceList } from "./mapped-places";
import { UseList } from "./use-list";

/** Which endpoints use a secret and where it is mapped into, in a dialog about it; nothing while nothing does. */
export function UsedBy({ secret, basePath }: { readonly secret: SecretMeta; readonly basePath: string }) {
  const use = useSecretUse(`${basePath}/${encodeURIComponent(secret.name)}/use`);
  if (!use) return null;
  const { uses, mappedInto } = use;
  if (uses.count === 0 && (mappedInto?.count ?? 0) === 0) return null;
  return (
    <section aria-label="Used by" className="rounded-md border border-line-strong bg-sunken px-3 py-2.5">
      {uses.count > 0 && (
        <>
          <h3 className="mb-1 font-medium">Used by allowlist endpoints</h3>
          <UseList {...uses} />
        </>
      )}
      {mappedInto && mappedInto.count > 0 && (
        <>
          <h3 className="mb-1 font-medium">Mapped into</h3>
          <MappedPlaceList {...mappedInto} />
        </>
      )}
    </section>
  );
}

function useSecretUse(path: string): SecretUse | null {
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
