import { classNames } from "./class-names";

/** A grey place for what is still to come. Give it the size of the real thing, so that nothing moves. */
export function Skeleton({ className }: { readonly className: string }) {
  return <span aria-hidden className={classNames("skeleton block rounded-sm bg-hover", className)} />;
}

/** Rows of a table that is on its way, as tall as its rows. Announced once as "Loading…". */
export function SkeletonRows({ rows = 8 }: { readonly rows?: number }) {
  const widths = ["w-40", "w-56", "w-32", "w-48", "w-44"];
  return (
    <div role="status" className="rounded-lg border border-line">
      <span className="sr-only">Loading…</span>
      <div className="h-9 rounded-t-lg border-b border-line bg-sunken" />
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows are all alike and never move
        <div key={row} className="flex h-13 items-center gap-6 border-b border-line px-4 last:border-b-0">
          <Skeleton className={classNames("h-3.5", widths[row % widths.length])} />
          <Skeleton className="hidden h-3.5 w-1/3 sm:block" />
          <Skeleton className="ml-auto h-3.5 w-20" />
        </div>
      ))}
    </div>
  );
}
