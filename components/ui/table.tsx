import type { ComponentPropsWithRef } from "react";
import { classNames } from "./class-names";

/**
 * A table whose parts keep their roles whatever CSS does with their `display`, so that a phone may lay it out as a
 * list and it is still read out as a table.
 */
export function Table({ className, ...rest }: ComponentPropsWithRef<"table">) {
  return (
    // biome-ignore lint/a11y/noRedundantRoles: `display` other than `table` takes the implied role away
    <table {...rest} role="table" className={classNames("w-full border-collapse text-left", className)} />
  );
}

export function TableHead({ className, ...rest }: ComponentPropsWithRef<"thead">) {
  // biome-ignore lint/a11y/noRedundantRoles: see `Table`
  return <thead {...rest} role="rowgroup" className={classNames("max-sm:sr-only", className)} />;
}

export function TableBody({ className, ...rest }: ComponentPropsWithRef<"tbody">) {
  // biome-ignore lint/a11y/noRedundantRoles: see `Table`
  return <tbody {...rest} role="rowgroup" className={classNames("max-sm:block", className)} />;
}

/** A row. On a phone its cells stand under each other and wrap. */
export function TableRow({ className, ...rest }: ComponentPropsWithRef<"tr">) {
  const style =
    "border-b border-line last:border-b-0 max-sm:relative max-sm:flex max-sm:flex-wrap max-sm:gap-x-3 max-sm:py-2";
  // biome-ignore lint/a11y/noRedundantRoles: see `Table`
  return <tr {...rest} role="row" className={classNames(style, className)} />;
}

export function TableHeaderCell({ className, ...rest }: ComponentPropsWithRef<"th">) {
  const style = "h-9 border-b border-line bg-sunken px-4 text-sm font-medium whitespace-nowrap text-muted";
  // biome-ignore lint/a11y/noRedundantRoles: see `Table`
  return <th {...rest} role="columnheader" scope="col" className={classNames(style, className)} />;
}

export function TableCell({ className, ...rest }: ComponentPropsWithRef<"td">) {
  const style = "px-4 py-2 align-middle max-sm:px-4 max-sm:py-0.5";
  // biome-ignore lint/a11y/noRedundantRoles: see `Table`
  return <td {...rest} role="cell" className={classNames(style, className)} />;
}
