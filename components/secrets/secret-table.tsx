"use client";

import { ArrowDown } from "lucide-react";
import { memo, type ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import { Table, TableBody, TableCell, TableHead, TableHeaderCell, TableRow } from "@/components/ui/table";
import type { ListedSecret, Sort } from "@/lib/secrets/model";
import { type RowRights, SecretRow } from "./secret-row";
import { useFarHeight, useNearView } from "./use-near-view";
import type { SecretRows } from "./use-secret-rows";

interface SecretTableProps {
  readonly rows: SecretRows;
  readonly sort: Sort;
  readonly sortHref: (sort: Sort) => string;
  readonly search: string;
  readonly markedId: string | null;
  readonly may: RowRights;
}

/** The list of secrets. Blocks of rows far from the window are only a height, so 100,000 scroll like ten. */
export function SecretTable({ rows, sort, sortHref, search, markedId, may }: SecretTableProps) {
  const { pages, length, hasMore, hasFailed, loadMore } = rows;
  return (
    <div className="rounded-lg border border-line">
      <Table aria-label="Secrets" aria-rowcount={hasMore ? -1 : length + 1}>
        <TableHead>
          <TableRow aria-rowindex={1}>
            <SortHeader sort="name" current={sort} hrefOf={sortHref} className="w-72 rounded-tl-lg">
              Name
            </SortHeader>
            <TableHeaderCell>Description</TableHeaderCell>
            <TableHeaderCell className="w-28 max-lg:hidden">Category</TableHeaderCell>
            <SortHeader sort="updated" current={sort} hrefOf={sortHref} className="w-44">
              Last updated
            </SortHeader>
            <SortHeader sort="created" current={sort} hrefOf={sortHref} className="w-32 max-md:hidden">
              Created
            </SortHeader>
            <TableHeaderCell className="w-32 max-[90rem]:hidden">Last used</TableHeaderCell>
            <TableHeaderCell className="w-12 rounded-tr-lg">
              <span className="sr-only">Actions</span>
            </TableHeaderCell>
          </TableRow>
        </TableHead>
        {pages.map((page, i) => (
          <RowBlock
            // biome-ignore lint/suspicious/noArrayIndexKey: pages are only ever added at the end
            key={i}
            secrets={page}
            start={pages.slice(0, i).reduce((before, { length }) => before + length, 0)}
            search={search}
            markedId={markedId}
            may={may}
          />
        ))}
      </Table>
      {hasMore && <MoreRows hasFailed={hasFailed} onMore={loadMore} key={length} />}
    </div>
  );
}

interface RowBlockProps {
  readonly secrets: readonly ListedSecret[];
  /** How many rows stand before it. */
  readonly start: number;
  readonly search: string;
  readonly markedId: string | null;
  readonly may: RowRights;
}

/** The rows of one page; memoised, since it does not change when others are added after it. */
const RowBlock = memo(function RowBlock({ secrets, start, search, markedId, may }: RowBlockProps) {
  const { element, height } = useFarHeight<HTMLTableSectionElement>();
  return (
    <TableBody ref={element} className="border-b border-line last:border-b-0">
      {height === null ? (
        secrets.map((secret, i) => (
          <SecretRow
            key={secret.id}
            secret={secret}
            index={start + i + 1}
            search={search}
            isMarked={secret.id === markedId}
            may={may}
          />
        ))
      ) : (
        <TableRow aria-hidden>
          <TableCell colSpan={7} className="p-0" style={{ height }} />
        </TableRow>
      )}
    </TableBody>
  );
});

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
      <Link href={hrefOf(sort)} scroll={false} className="inline-flex items-center gap-1 hover:text-ink">
        {children}
        {isCurrent && (
          <ArrowDown aria-hidden className={sort === "name" ? "size-3.5 rotate-180" : "size-3.5"} />
        )}
      </Link>
    </TableHeaderCell>
  );
}

/** Loads the next rows when one comes near the end, and says so when that failed. */
function MoreRows({ hasFailed, onMore }: { readonly hasFailed: boolean; readonly onMore: () => void }) {
  const element = useNearView<HTMLDivElement>(
    ({ isIntersecting }) => isIntersecting && !hasFailed && onMore(),
  );
  return (
    <div
      ref={element}
      className="flex min-h-13 items-center justify-center gap-3 border-t border-line px-4 text-muted"
    >
      {hasFailed && <span role="alert">The next secrets could not be loaded.</span>}
      <Button tone="quiet" onClick={onMore}>
        {hasFailed ? "Try again" : "Show more"}
      </Button>
    </div>
  );
}
