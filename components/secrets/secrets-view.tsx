"use client";

import { useSearchParams } from "next/navigation";
import { useCallback, useMemo, useState } from "react";
import { lazily } from "@/components/ui/lazily";
import { type Order, type Sort, usualOrder } from "@/lib/secrets/listing/model";
import type { SecretsPageData } from "@/lib/secrets/loaders";
import type { ListView } from "./list-view";
import { queryHref } from "./query-href";
import { SecretTable } from "./secret-table";
import { useSecretRows } from "./use-secret-rows";

const NoSecrets = lazily(() => import("./secrets-empty").then((m) => m.NoSecrets));
const NothingFound = lazily(() => import("./secrets-empty").then((m) => m.NothingFound));
const ListDialogs = lazily(() => import("./list-dialogs").then((m) => m.ListDialogs));

interface SecretsViewProps {
  readonly data: SecretsPageData;
  /** Whether the list is narrowed, by a search or a filter. */
  readonly isFiltered: boolean;
  readonly basePath: string;
  readonly environmentName: string;
  readonly view: ListView;
}

/** The list of secrets and the dialogs that open over it. */
export function SecretsView({ data, isFiltered, basePath, environmentName, view }: SecretsViewProps) {
  const { scope, query, may } = data;
  const moreUrl = useCallback(
    (after: string) => queryHref(`${basePath}/rows`, query, { after }),
    [basePath, query],
  );
  const sorted = useMemo(
    () => ({
      sort: query.sort,
      order: query.order ?? usualOrder(query.sort),
      href: (sort: Sort, order: Order) => queryHref(basePath, query, { sort, order }),
    }),
    [basePath, query],
  );
  const rows = useSecretRows(data.page, moreUrl);
  const hasDialog = useSearchParams().has("dialog");
  const [markedId, setMarkedId] = useState<string | null>(null);
  return (
    <>
      {rows.length > 0 && (
        <SecretTable
          rows={rows}
          sorted={sorted}
          view={view}
          search={query.search}
          markedId={markedId}
          basePath={basePath}
        />
      )}
      {rows.length === 0 && isFiltered && data.shared.length === 0 && (
        <NothingFound query={query} basePath={basePath} project={scope.project} elsewhere={data.elsewhere} />
      )}
      {rows.length === 0 && !isFiltered && (
        <NoSecrets environmentName={environmentName} mayCreate={may.create} />
      )}
      {hasDialog && <ListDialogs {...{ data, basePath, environmentName, rows, mark: setMarkedId }} />}
    </>
  );
}
