import type { ComponentPropsWithRef } from "react";
import { classNames } from "./class-names";
import type { Column } from "./table";

/** Written out: `display` other than `table` takes the implied roles away. */
export const ROLES = {
  table: { role: "table" },
  rowgroup: { role: "rowgroup" },
  row: { role: "row" },
  columnheader: { role: "columnheader" },
  cell: { role: "cell" },
} as const;

export interface RowsProps<T> {
  readonly columns: readonly Column<T>[];
  readonly rows: readonly T[];
  readonly rowKey: (row: T) => string | number;
}

/** A group of rows. */
export function TableBody({ className, ...rest }: ComponentPropsWithRef<"tbody">) {
  const style = "border-b border-line last:border-b-0 cards:block";
  return <tbody {...rest} {...ROLES.rowgroup} className={classNames(style, className)} />;
}

interface TableRowsProps<T> extends RowsProps<T> {
  /** The place of the first row in the whole list, headings counted, when not all rows are in the document. */
  readonly firstIndex?: number;
  /** The row that stands out. */
  readonly markedKey?: string | number | null;
}

const ROW_STYLE =
  "border-b border-line last:border-b-0 cards:grid cards:grid-cols-[minmax(0,1fr)_auto] cards:py-2";

/** The rows of a `TableBody`. */
export function TableRows<T>({ columns, rows, rowKey, firstIndex, markedKey = null }: TableRowsProps<T>) {
  return rows.map((row, i) => {
    const key = rowKey(row);
    return (
      <tr
        key={key}
        {...ROLES.row}
        aria-rowindex={firstIndex === undefined ? undefined : firstIndex + i}
        className={classNames(ROW_STYLE, key === markedKey && "bg-accent-soft")}
      >
        {columns.map((column, scope) => (
          <Cell key={column.id ?? column.title} column={column} row={row} isFirst={scope === 0} />
        ))}
      </tr>
    );
  });
}

interface CellProps<T> {
  readonly column: Column<T>;
  readonly row: T;
  readonly isFirst: boolean;
}

const CELL_STYLE =
  "px-4 py-2 align-middle sm:in-data-[density=compact]:py-0.5 cards:w-full cards:max-w-none cards:py-0.5 cards:text-left";
const LABELLED_STYLE = "cards:relative cards:col-span-2 cards:pl-29";
const CANDIDATES = {
  first: "cards:self-center",
  plain: "cards:col-span-2 cards:empty:hidden",
  actions: "text-right cards:col-start-2 cards:row-start-1 cards:pl-0",
} as const;

function Cell<T>({ column: { title, kind, className, cell }, row, isFirst }: CellProps<T>) {
  const scope = isFirst ? "first" : kind;
  return (
    <td
      {...ROLES.cell}
      className={classNames(CELL_STYLE, scope ? CANDIDATES[scope] : LABELLED_STYLE, className)}
    >
      {!scope && (
        <span aria-hidden className="absolute left-4 hidden w-24 truncate text-sm text-muted cards:block">
          {title}
        </span>
      )}
      {cell(row)}
    </td>
  );
}

/** Keeps the height, in pixels, of rows that are not in the document. */
export function TableSpacer({ columns, height }: { readonly columns: number; readonly height: number }) {
  return (
    <tr {...ROLES.row} aria-hidden className="cards:block">
      <td {...ROLES.cell} colSpan={columns} className="p-0 cards:block" style={{ height }} />
    </tr>
  );
}
