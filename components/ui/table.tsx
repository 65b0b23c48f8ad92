import { ArrowDown } from "lucide-react";
import type { ReactNode } from "react";
import { classNames } from "./class-names";
import { Link } from "./link";
import { ROLES, type RowsProps, TableBody, TableRows } from "./table-rows";

/** A column of a table: its heading and what it shows of a row. The first column names the row. */
export interface Column<T> {
  /** The heading, and the label of its cells on a phone. */
  readonly title: string;
  /** Tells it from others of the same title. */
  readonly id?: string;
  /**
   * On a phone each row is a card whose cells stand under each other with their labels. A `plain` cell has no label;
   * `actions` stand in the corner, and their heading is for screen readers only.
   */
  readonly kind?: "plain" | "actions";
  /** Makes the heading a link that sorts by this column; `order` is null while the list is sorted by another. */
  readonly sorting?: { readonly href: string; readonly order: "ascending" | "descending" | null };
  /** Of the heading and the cells alike: width, alignment, and the width of the window from which they are shown. */
  readonly className?: string;
  readonly cell: (row: T) => ReactNode;
}

interface ContainerProps {
  /** What is listed: the name of the table. */
  readonly label: string;
  /** Below the rows, inside the app shell: the way to more of them. */
  readonly footer?: ReactNode;
  /** The width of the window below which its rows are cards. */
  readonly cardsBelow?: "sm" | "md" | "xl";
  readonly className?: string;
}

interface TableProps<T> extends ContainerProps, RowsProps<T> {
  /** Replaces a table without rows. */
  readonly empty?: ReactNode;
}

/** A list with a heading for each column; in a narrow window a card for each row, which is still read out as a table. */
export function Table<T>({ rows, rowKey, empty, ...container }: TableProps<T>) {
  if (rows.length === 0 && empty) return empty;
  return (
    <TableContainer {...container}>
      <TableBody>
        <TableRows columns={container.columns} rows={rows} rowKey={rowKey} />
      </TableBody>
    </TableContainer>
  );
}

interface TableContainerProps<T> extends ContainerProps {
  readonly columns: readonly Column<T>[];
  /** How many rows the whole list has, headings included, when not all are in the document; -1 when unknown. */
  readonly rowCount?: number;
  /** `sticky`: the headings stay in view below the top bar. */
  readonly head?: "static" | "sticky";
  readonly density?: "comfortable" | "compact";
  readonly children: ReactNode;
}

/** The table without its rows, for lists that keep only some of them in the document. */
export function TableContainer<T>({
  label,
  footer,
  cardsBelow = "md",
  className,
  columns,
  rowCount,
  head = "static",
  density = "comfortable",
  children,
}: TableContainerProps<T>) {
  return (
    <div
      data-density={density}
      data-cards-below={cardsBelow}
      className={classNames("rounded-lg border border-line", className)}
    >
      <table
        {...ROLES.table}
        aria-label={label}
        aria-rowcount={rowCount}
        className="w-full border-collapse text-left"
      >
        <thead {...ROLES.rowgroup} className={classNames("cards:sr-only", head === "sticky" && STICKY_STYLE)}>
          <tr {...ROLES.row} aria-rowindex={rowCount === undefined ? undefined : 1}>
            {columns.map((column) => (
              <Heading key={column.id ?? column.title} column={column} />
            ))}
          </tr>
        </thead>
        {children}
      </table>
      {footer}
    </div>
  );
}

/** The style of a `footer`. */
export const TABLE_FOOTER_STYLE =
  "flex min-h-13 flex-wrap items-center justify-center gap-3 border-t border-line px-4 py-2 text-muted";

/** The line below is a shadow: borders of collapsed cells stay behind. */
const STICKY_STYLE = "sm:sticky sm:top-12 sm:z-10 sm:shadow-[0_1px_0_var(--color-line)] print:static";

const HEADING_STYLE =
  "h-9 border-b border-line bg-sunken px-4 text-sm font-medium whitespace-nowrap text-muted first:rounded-tl-lg " +
  "last:rounded-tr-lg";

function Heading<T>({ column: { title, kind, sorting, className } }: { readonly column: Column<T> }) {
  return (
    <th
      {...ROLES.columnheader}
      scope="col"
      aria-sort={sorting?.order ?? undefined}
      className={classNames(HEADING_STYLE, className)}
    >
      {sorting ? (
        <Link href={sorting.href} scroll={false} className="inline-flex items-center gap-1 hover:text-ink">
          {title}
          {sorting.order && (
            <ArrowDown
              aria-hidden
              className={classNames("size-3.5", sorting.order === "ascending" && "rotate-180")}
            />
          )}
        </Link>
      ) : (
        <span className={kind === "actions" ? "sr-only" : undefined}>{title}</span>
      )}
    </th>
  );
}
