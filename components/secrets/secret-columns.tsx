"use client";

import { Copy, Ellipsis, History, KeyRound, Pencil, RefreshCcw, Trash2 } from "lucide-react";
import { RotationBadge } from "@/components/rotation/rotation-badge";
import { Badge } from "@/components/ui/badge";
import { iconButtonStyle } from "@/components/ui/button-style";
import { classNames } from "@/components/ui/class-names";
import { copyText } from "@/components/ui/copy-text";
import { Link } from "@/components/ui/link";
import { Menu } from "@/components/ui/menu";
import { MenuDialogLink } from "@/components/ui/menu-dialog-link";
import { MenuButton, MenuLink, MenuSeparator } from "@/components/ui/menu-items";
import type { Column } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import { TimeBy } from "@/components/ui/time-by";
import { secretPathIn } from "@/lib/projects/model";
import { AUDIENCE_NAMES, CATEGORY_NAMES } from "@/lib/secrets/classification";
import { type Order, type Sort, usualOrder } from "@/lib/secrets/listing/model";
import type { MarkedSecret } from "@/lib/secrets/model";
import { Highlight } from "./highlight";
import { type ListColumn, type ListView, shownFrom } from "./list-view";

export interface ListOrder {
  readonly sort: Sort;
  readonly order: Order;
  readonly href: (sort: Sort, order: Order) => string;
}

interface SecretColumnsOptions {
  readonly sorted: ListOrder;
  readonly view: ListView;
  readonly search: string;
  /** The secret that was stored just now. */
  readonly markedId: string | null;
  /** Where the list is. */
  readonly basePath: string;
}

/** What the list shows of a secret. Its menu opens everything else. */
export function secretColumns(options: SecretColumnsOptions): readonly Column<MarkedSecret>[] {
  const { sorted, view, search, markedId, basePath } = options;
  const sorting = (column: Sort) => sortingBy(sorted, column);
  /** In the order of the table; those that were not chosen are left out. */
  const chosen: readonly (readonly [ListColumn, Column<MarkedSecret>])[] = [
    [
      "description",
      {
        title: "Description",
        kind: "plain",
        className: "text-muted",
        cell: (one) => <Description text={one.description} search={search} />,
      },
    ],
    [
      "category",
      { title: "Category", className: "w-28", cell: (one) => <Badge>{CATEGORY_NAMES[one.category]}</Badge> },
    ],
    [
      "audience",
      { title: "Readable by", className: "w-36 text-sm", cell: (one) => AUDIENCE_NAMES[one.audience] },
    ],
    [
      "updated",
      {
        title: "Last updated",
        sorting: sorting("updated"),
        className: "w-44 max-w-44 text-sm",
        cell: ({ updatedAt, updatedBy }) => <TimeBy at={updatedAt} by={updatedBy} />,
      },
    ],
    [
      "replaced",
      { ...timeColumn("Value replaced", ({ replacedAt }) => replacedAt), sorting: sorting("replaced") },
    ],
    ["created", { ...timeColumn("Created", ({ createdAt }) => createdAt), sorting: sorting("created") }],
    ["used", { ...timeColumn("Last used", ({ lastReadAt }) => lastReadAt), sorting: sorting("used") }],
  ];
  return [
    {
      title: "Name",
      sorting: sorting("name"),
      className: "w-64 max-w-64 lg:w-80 lg:max-w-96",
      cell: (secret) => <NameCell {...{ secret, search, markedId, basePath }} />,
    },
    ...chosen.flatMap(([id, column]) => {
      const from = shownFrom(view, id);
      return from === null ? [] : [{ ...column, className: classNames(column.className, from) }];
    }),
    {
      title: "Actions",
      kind: "actions",
      className: "w-12",
      cell: (secret) => <RowMenu secret={secret} basePath={basePath} />,
    },
  ];
}

/** Following the heading of the column that the list is sorted by turns the order round. */
function sortingBy({ sort, order, href }: ListOrder, column: Sort) {
  if (column !== sort) return { href: href(column, usualOrder(column)), order: null };
  const isUp = order === "asc";
  return {
    href: href(column, isUp ? "desc" : "asc"),
    order: isUp ? ("ascending" as const) : ("descending" as const),
  };
}

function timeColumn(title: string, timeOf: (secret: MarkedSecret) => string | null): Column<MarkedSecret> {
  return {
    title,
    className: "w-32 text-sm whitespace-nowrap text-muted",
    cell: (secret) => {
      const time = timeOf(secret);
      return time === null ? "Never" : <Time value={time} />;
    },
  };
}

function Description({ text, search }: { readonly text: string; readonly search: string }) {
  if (text === "") return null;
  return (
    <span className="line-clamp-2 wrap-anywhere in-data-[density=compact]:line-clamp-1" title={text}>
      <Highlight text={text} search={search} />
    </span>
  );
}

interface NameCellProps extends Pick<SecretColumnsOptions, "search" | "markedId" | "basePath"> {
  readonly secret: MarkedSecret;
}

function NameCell({ secret: { id, name, rotation, source }, search, markedId, basePath }: NameCellProps) {
  return (
    <span className="flex flex-wrap items-center gap-2">
      <Link
        href={secretPathIn(basePath, name)}
        className="min-w-0 font-mono text-sm font-medium wrap-anywhere hover:underline"
      >
        <Highlight text={name} search={search} />
      </Link>
      {id === markedId && <Badge tone="accent">New</Badge>}
      {source && <Badge tone={source.problem === null ? "neutral" : "warning"}>in {source.manager}</Badge>}
      {rotation && <RotationBadge mark={rotation} />}
    </span>
  );
}

interface RowMenuProps extends Pick<SecretColumnsOptions, "basePath"> {
  readonly secret: MarkedSecret;
}

function RowMenu({ secret, basePath }: RowMenuProps) {
  const { may } = secret;
  return (
    <Menu
      label={`Actions for ${secret.name}`}
      button={<Ellipsis aria-hidden className="size-4" />}
      buttonClassName={iconButtonStyle("medium")}
      align="end"
    >
      {may.update && (
        <MenuDialogLink dialog="edit" needs={{ secret: secret.id }}>
          <Pencil aria-hidden />
          Edit
        </MenuDialogLink>
      )}
      {may.rotate && (
        <MenuDialogLink dialog="edit" needs={{ secret: secret.id, replace: "1" }}>
          <KeyRound aria-hidden />
          New value
        </MenuDialogLink>
      )}
      {may.rotation && (
        <MenuLink href={`${basePath}/${encodeURIComponent(secret.name)}/rotation`}>
          <RefreshCcw aria-hidden />
          Rotation
        </MenuLink>
      )}
      <MenuDialogLink dialog="changes" needs={{ secret: secret.id }}>
        <History aria-hidden />
        Change logs
      </MenuDialogLink>
      <MenuButton onClick={() => copyText(secret.name, secret.name)}>
        <Copy aria-hidden />
        Copy name
      </MenuButton>
      {may.delete && <MenuSeparator />}
      {may.delete && (
        <MenuDialogLink dialog="delete" needs={{ secret: secret.id }} isDangerous>
          <Trash2 aria-hidden />
          Delete
        </MenuDialogLink>
      )}
    </Menu>
  );
}
