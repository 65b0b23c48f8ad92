"use client";

import { useCallback, useEffect, useState } from "react";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { ButtonLink } from "@/components/ui/button-link";
import { Dialog } from "@/components/ui/dialog";
import { DialogBody, DialogFooter } from "@/components/ui/dialog-parts";
import { Skeleton } from "@/components/ui/skeleton";
import type { EnvironmentRef } from "@/lib/authorization/permit";
import type { ChangePage, ToldChange } from "@/lib/secrets/changes/model";
import type { SecretMeta } from "@/lib/secrets/model";
import { ChangeList } from "./change-list";
import type { AddedVersion } from "./saved-message";

interface ChangesDrawerProps {
  readonly secret: SecretMeta;
  readonly scope: EnvironmentRef;
  readonly basePath: string;
  readonly mayRestore: boolean;
  readonly onClose: () => void;
  readonly onRestored: (secret: SecretMeta, added: AddedVersion) => void;
}

/** A secret's change log beside the list. The page of its own has the filters and the older lines. */
export function ChangesDrawer({
  secret,
  scope,
  basePath,
  mayRestore,
  onClose,
  onRestored,
}: ChangesDrawerProps) {
  const path = `${basePath}/${encodeURIComponent(secret.name)}/changes`;
  const { page, hasFailed, retry } = useChanges(`${path}/rows`, secret.revision);
  return (
    <Dialog title={`Change log of ${secret.name}`} shape="drawer" onClose={onClose} closeHref={basePath}>
      <DialogBody className="py-1">
        {hasFailed && <LoadingFailed onRetry={retry} />}
        {!page && !hasFailed && <LoadingChanges />}
        {page?.items.length === 0 && <p className="py-3 text-muted">No changes recorded.</p>}
        {page && (
          <ChangeList
            changes={page.items}
            scope={scope}
            secret={secret}
            mayRestore={mayRestore}
            onRestored={onRestored}
          />
        )}
      </DialogBody>
      <DialogFooter>
        <ButtonLink href={path}>{page?.next ? "All changes" : "Open as a page"}</ButtonLink>
      </DialogFooter>
    </Dialog>
  );
}

function LoadingFailed({ onRetry }: { readonly onRetry: () => void }) {
  return (
    <Alert
      tone="danger"
      role="alert"
      className="my-3"
      title="The change log could not be loaded."
      actions={<Button onClick={onRetry}>Try again</Button>}
    />
  );
}

function LoadingChanges() {
  return (
    <div role="status" className="flex flex-col gap-6 py-4">
      <span className="sr-only">Loading…</span>
      {["w-40", "w-56", "w-48"].map((width) => (
        <div key={width} className="flex flex-col gap-2">
          <Skeleton className={`h-4 ${width}`} />
          <Skeleton className="h-3.5 w-64" />
        </div>
      ))}
    </div>
  );
}

/** The newest changes, read again whenever the secret's revision moves. */
function useChanges(url: string, revision: number) {
  const [page, setPage] = useState<ChangePage<ToldChange> | null>(null);
  const [hasFailed, setFailed] = useState(false);
  const [attempt, setAttempt] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new revision or attempt is the reason to read again
  useEffect(() => {
    const abort = new AbortController();
    setFailed(false);
    read(url, abort.signal).then(setPage, () => !abort.signal.aborted && setFailed(true));
    return () => abort.abort();
  }, [url, revision, attempt]);
  const retry = useCallback(() => setAttempt((n) => n + 1), []);
  return { page, hasFailed, retry };
}

async function read(url: string, signal: AbortSignal): Promise<ChangePage<ToldChange>> {
  const response = await fetch(url, { signal });
  if (!response.ok) throw new Error(`status ${response.status}`);
  const { page }: { page: ChangePage<ToldChange> } = await response.json();
  return page;
}
