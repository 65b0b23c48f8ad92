"use client";

import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { ArrowDown } from "lucide-react";
import Link from "next/link";
import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Table, TableBody, TableCell, TableHead, TableHeaderCell, TableRow } from "@/components/ui/table";
import type { SecretMeta, Sort } from "@/lib/secrets/model";
import { type RowRights, SecretRow } from "./secret-row";
import type { SecretRows } from "./use-secret-rows";

const ROW_HEIGHT = 57;
const OVERSCAN = 10;
/** What the server renders: the whole first page, for those without JavaScript. */
const FIRST_RENDER = { width: 1_024, height: 200 * ROW_HEIGHT };

interface SecretTableProps {
  readonly rows: SecretRows;
  readonly sort: Sort;
  readonly sortHref: (sort: Sort) => string;
  readonly search: string;
  readonly markedId: string | null;
  readonly may: RowRights;
}

/** The list of secrets. Only the rows near the window are in the document, so 100,000 scroll like ten. */
export function SecretTable({ rows, sort, sortHref, search, markedId, may }: SecretTableProps) {
  const body = useRef<HTMLTableElement>(null);
  const [top, setTop] = useState(0);
  useLayoutEffect(() => setTop(body.current?.offsetTop ?? 0), []);
  const virtualizer = useWindowVirtualizer({
    count: rows.items.length,
    estimateSize: () => ROW_HEIGHT,
    getItemKey: (index) => rows.items[index]?.id ?? index,
    overscan: OVERSCAN,
    scrollMargin: top,
    initialRect: FIRST_RENDER,
  });
  const shown = virtualizer.getVirtualItems();
  const first = shown.at(0);
  const last = shown.at(-1);
  const { hasMore, hasFailed, loadMore } = rows;
  const isNearEnd = last !== undefined && last.index >= rows.items.length - OVERSCAN;
  useEffect(() => {
    if (isNearEnd && hasMore && !hasFailed) loadMore();
  }, [isNearEnd, hasMore, hasFailed, loadMore]);

  return (
    <div className="rounded-lg border border-line">
      <Table ref={body} aria-label="Secrets" aria-rowcount={hasMore ? -1 : rows.items.length + 1}>
        <TableHead>
          <tr aria-rowindex={1}>
            <SortHeader sort="name" current={sort} hrefOf={sortHref} className="rounded-tl-lg">
              Name
            </SortHeader>
            <TableHeaderCell>Description</TableHeaderCell>
            <TableHeaderCell className="max-lg:hidden">Category</TableHeaderCell>
            <SortHeader sort="updated" current={sort} hrefOf={sortHref}>
              Last updated
            </SortHeader>
            <SortHeader sort="created" current={sort} hrefOf={sortHref} className="max-md:hidden">
              Created
            </SortHeader>
            <TableHeaderCell className="rounded-tr-lg">
              <span className="sr-only">Actions</span>
            </TableHeaderCell>
          </tr>
        </TableHead>
        <TableBody>
          <Spacer height={first ? first.start - virtualizer.options.scrollMargin : 0} />
          {shown.map(({ index, key }) => (
            <MeasuredRow
              key={key}
              secret={rows.items[index]}
              index={index + 1}
              search={search}
              markedId={markedId}
              may={may}
              measure={virtualizer.measureElement}
            />
          ))}
          <Spacer height={last ? virtualizer.getTotalSize() - (last.end - virtualizer.options.scrollMargin) : 0} />
        </TableBody>
      </Table>
      {hasMore && <MoreRows hasFailed={hasFailed} onMore={loadMore} />}
    </div>
  );
}

interface MeasuredRowProps {
  readonly secret: SecretMeta | undefined;
  readonly index: number;
  readonly search: string;
  readonly markedId: string | null;
  readonly may: RowRights;
  readonly measure: (row: HTMLTableRowElement | null) => void;
}

function MeasuredRow({ secret, markedId, ...rest }: MeasuredRowProps) {
  return secret ? <SecretRow secret={secret} isMarked={secret.id === markedId} {...rest} /> : null;
}

/** Stands for the rows that are not in the document. */
function Spacer({ height }: { readonly height: number }) {
  if (height <= 0) return null;
  return (
    <TableRow aria-hidden className="border-0 p-0 max-sm:p-0">
      <TableCell colSpan={6} className="p-0" style={{ height }} />
    </TableRow>
  );
}

interface SortHeaderProps {
  readonly sort: Sort;
  readonly current: Sort;
  readonly hrefOf: (sort: Sort) => string;
  readonly className?: string;
  readonly children: ReactNode;
}

function SortHeader({ sort, current, hrefOf, className, children }: SortHeaderProps) {
  const isCurrent = sort === current;
  const direction = sort === "name" ? "ascending" : "descending";
  return (
    <TableHeaderCell aria-sort={isCurrent ? direction : undefined} className={className}>
      <Link href={hrefOf(sort)} scroll={false} prefetch={false} className="inline-flex items-center gap-1 hover:text-ink">
        {children}
        {isCurrent && <ArrowDown aria-hidden className={sort === "name" ? "size-3.5 rotate-180" : "size-3.5"} />}
      </Link>
    </TableHeaderCell>
  );
}

function MoreRows({ hasFailed, onMore }: { readonly hasFailed: boolean; readonly onMore: () => void }) {
  return (
    <div className="flex min-h-13 items-center justify-center gap-3 border-t border-line px-4 text-muted">
      {hasFailed && <span role="alert">The next secrets could not be loaded.</span>}
      <Button tone="quiet" onClick={onMore}>
        {hasFailed ? "Try again" : "Show more"}
      </Button>
    </div>
  );
}
