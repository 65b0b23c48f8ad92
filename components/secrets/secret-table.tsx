"use client";

import { memo, useEffect, useMemo, useRef } from "react";
import { Button } from "@/components/ui/button";
import { type Column, TABLE_FOOTER_STYLE, TableContainer } from "@/components/ui/table";

import { TableBody, TableRows, TableSpacer } from "@/components/ui/table-rows";
import type { MarkedSecret } from "@/lib/secrets/model";
import type { ListView } from "./list-view";
import { type ListOrder, secretColumns } from "./secret-columns";
import { useFarHeight, useNearView } from "./use-near-view";
import type { SecretRows } from "./use-secret-rows";

interface SecretTableProps {
  readonly rows: SecretRows;
  readonly sorted: ListOrder;
  readonly view: ListView;
  readonly search: string;
  readonly markedId: string | null;
  /** Where the list is. */
  readonly basePath: string;
}

/** The list of secrets. Blocks of rows far from the window are only a height, so 100,000 scroll like ten. */
export function SecretTable({ rows, sorted, view, search, markedId, basePath }: SecretTableProps) {
  const { pages, length, hasMore, hasFailed, loadMore } = rows;
  const columns = useMemo(
    () => secretColumns({ sorted, view, search, markedId, basePath }),
    [sorted, view, search, markedId, basePath],
  );
  return (
    <TableContainer
      label="Secrets"
      head="sticky"
      cardsBelow="sm"
      density={view.density}
      columns={columns}
      rowCount={hasMore ? -1 : length + 1}
      footer={hasMore && <MoreRows hasFailed={hasFailed} onMore={loadMore} key={length} />}
    >
      {pages.map((page, i) => (
        <RowBlock
          // biome-ignore lint/suspicious/noArrayIndexKey: pages are only ever added at the end
          key={i}
          columns={columns}
          secrets={page}
          start={pages.slice(0, i).reduce((before, { length }) => before + length, 0)}
          markedId={markedId}
        />
      ))}
    </TableContainer>
  );
}

interface RowBlockProps {
  readonly columns: readonly Column<MarkedSecret>[];
  readonly secrets: readonly MarkedSecret[];
  /** How many rows stand before it. */
  readonly start: number;
  readonly markedId: string | null;
}

const idOf = ({ id }: MarkedSecret) => id;

/** The rows of one page; memoised, since it does not change when others are added after it. */
const RowBlock = memo(function RowBlock({ columns, secrets, start, markedId }: RowBlockProps) {
  const { element, height } = useFarHeight<HTMLTableSectionElement>();
  return (
    <TableBody ref={element}>
      {height === null ? (
        <TableRows
          columns={columns}
          rows={secrets}
          rowKey={idOf}
          firstIndex={start + 2}
          markedKey={markedId}
        />
      ) : (
        <TableSpacer columns={columns.length} height={height} />
      )}
    </TableBody>
  );
});

const RETRY_MS = 5_000;

/** Loads the next rows when one comes near the end; says so when that failed, and tries again by itself. */
function MoreRows({ hasFailed, onMore }: { readonly hasFailed: boolean; readonly onMore: () => void }) {
  const element = useNearView<HTMLDivElement>(
    ({ isIntersecting }) => isIntersecting && !hasFailed && onMore(),
  );
  const latest = useRef(onMore);
  useEffect(() => {
    latest.current = onMore;
  });
  useEffect(() => {
    if (!hasFailed) return;
    const timer = setInterval(() => latest.current(), RETRY_MS);
    return () => clearInterval(timer);
  }, [hasFailed]);
  return (
    <div ref={element} className={TABLE_FOOTER_STYLE}>
      {hasFailed && <span role="alert">The next secrets could not be loaded. Trying again…</span>}
      <Button tone="quiet" onClick={onMore}>
        {hasFailed ? "Try now" : "Show more"}
      </Button>
    </div>
  );
}
