"use client";

import { Copy, Ellipsis, History, KeyRound, Pencil, RefreshCcw, Trash2 } from "lucide-react";
import { RotationBadge } from "@/components/rotation/rotation-badge";
import { Badge } from "@/components/ui/badge";
import { iconButtonStyle } from "@/components/ui/button-style";
import { Link } from "@/components/ui/link";
import { Menu } from "@/components/ui/menu";
import { MenuDialogLink } from "@/components/ui/menu-dialog-link";
import { MenuButton, MenuLink, MenuSeparator } from "@/components/ui/menu-items";
import type { Column } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import { TimeBy } from "@/components/ui/time-by";
import { secretPathIn } from "@/lib/projects/model";
import { CATEGORY_NAMES } from "@/lib/secrets/classification";
import type { MarkedSecret, SecretMeta, Sort } from "@/lib/secrets/model";
import { copyText } from "./copy-text";
import { Highlight } from "./highlight";

export interface RowRights {
  readonly update: boolean;
  readonly delete: boolean;
}

interface SecretColumnsOptions {
  readonly sort: Sort;
  readonly sortHref: (sort: Sort) => string;
  readonly search: string;
  /** The secret that was stored just now. */
  readonly markedId: string | null;
  readonly may: RowRights;
  /** Where the list is. */
  readonly basePath: string;
}

/** What the list shows of a secret. Its menu opens everything else. */
export function secretColumns({ sort, sortHref, search, markedId, may, basePath }: SecretColumnsOptions) {
  const sortingBy = (column: Sort) => ({
    href: sortHref(column),
    order: column !== sort ? null : column === "name" ? ("ascending" as const) : ("descending" as const),
  });
  const columns: readonly Column<MarkedSecret>[] = [
    {
      title: "Name",
      sorting: sortingBy("name"),
      className: "w-72 max-w-72",
      cell: ({ id, name, rotation }) => (
        <span className="flex flex-wrap items-center gap-2">
          <Link
            href={secretPathIn(basePath, name)}
            className="min-w-0 font-mono text-sm font-medium break-all hover:underline"
          >
            <Highlight text={name} search={search} />
          </Link>
          {id === markedId && <Badge tone="accent">New</Badge>}
          {rotation && <RotationBadge mark={rotation} />}
        </span>
      ),
    },
    {
      title: "Description",
      kind: "plain",
      className: "text-muted",
      cell: ({ description }) =>
        description !== "" && (
          <span className="line-clamp-2 wrap-anywhere" title={description}>
            <Highlight text={description} search={search} />
          </span>
        ),
    },
    {
      title: "Category",
      className: "w-28 max-lg:hidden",
      cell: ({ category }) => <Badge>{CATEGORY_NAMES[category]}</Badge>,
    },
    {
      title: "Last updated",
      sorting: sortingBy("updated"),
      className: "w-44 max-w-44 text-sm",
      cell: ({ updatedAt, updatedBy }) => <TimeBy at={updatedAt} by={updatedBy} />,
    },
    {
      title: "Created",
      sorting: sortingBy("created"),
      className: "w-32 text-sm whitespace-nowrap text-muted max-md:hidden",
      cell: ({ createdAt }) => <Time value={createdAt} />,
    },
    {
      title: "Last used",
      className: "w-32 text-sm whitespace-nowrap text-muted max-[90rem]:hidden",
      cell: ({ lastReadAt }) => (lastReadAt === null ? "Never" : <Time value={lastReadAt} />),
    },
    {
      title: "Actions",
      kind: "actions",
      className: "w-12",
      cell: (secret) => <RowMenu secret={secret} may={may} basePath={basePath} />,
    },
  ];
  return columns;
}

interface RowMenuProps extends Pick<SecretColumnsOptions, "may" | "basePath"> {
  readonly secret: SecretMeta;
}

function RowMenu({ secret, may, basePath }: RowMenuProps) {
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
      {may.update && (
        <MenuDialogLink dialog="edit" needs={{ secret: secret.id, replace: "1" }}>
          <KeyRound aria-hidden />
          New value
        </MenuDialogLink>
      )}
      <MenuLink href={`${basePath}/${encodeURIComponent(secret.name)}/rotation`}>
        <RefreshCcw aria-hidden />
        Rotation
      </MenuLink>
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
