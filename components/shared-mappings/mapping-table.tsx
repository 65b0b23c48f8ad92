"use client";

import type { ComponentProps } from "react";
import { DialogLink } from "@/components/ui/dialog-link";
import { Link } from "@/components/ui/link";
import { type Column, Table } from "@/components/ui/table";
import { TimeBy } from "@/components/ui/time-by";
import { PLATFORM_SLUG, secretPath, secretPathIn } from "@/lib/projects/model";
import type { MappingMeta } from "@/lib/shared-mappings/model";

interface MappingTableProps extends Pick<ComponentProps<typeof Table>, "empty" | "footer"> {
  readonly mappings: readonly MappingMeta[];
  /** Where the secrets of the environment are. */
  readonly listPath: string;
  readonly mayWrite: boolean;
}

/** Names of an environment that stand for shared secrets, each with the secret. */
export function MappingTable({ mappings, listPath, mayWrite, ...rest }: MappingTableProps) {
  const columns = [nameColumn(listPath), ...COLUMNS, ...(mayWrite ? [ACTIONS] : [])];
  return <Table {...rest} label="Shared secrets" columns={columns} rows={mappings} rowKey={({ id }) => id} />;
}

function nameColumn(listPath: string): Column<MappingMeta> {
  return {
    title: "Name in this environment",
    className: "w-72 max-w-72",
    cell: ({ name }) => (
      <Link
        href={secretPathIn(listPath, name)}
        className="font-mono text-sm font-medium break-all hover:underline"
      >
        {name}
      </Link>
    ),
  };
}

const COLUMNS: readonly Column<MappingMeta>[] = [
  { title: "Shared secret", cell: ({ secret }) => <SharedSecret secret={secret} /> },
  {
    title: "Last updated",
    className: "w-44 max-w-44 text-sm",
    cell: ({ secret }) => <TimeBy at={secret.updatedAt} by={secret.updatedBy} />,
  },
];

const ACTIONS: Column<MappingMeta> = {
  title: "Actions",
  kind: "actions",
  className: "w-28",
  cell: ({ id, name }) => (
    <DialogLink dialog="unmap" needs={{ mapping: id }} tone="secondary" size="small">
      Remove <span className="sr-only">{name}</span>
    </DialogLink>
  ),
};

function SharedSecret({ secret }: Pick<MappingMeta, "secret">) {
  const { name, environment, description } = secret;
  return (
    <>
      <Link
        href={secretPath(PLATFORM_SLUG, environment, name)}
        className="font-mono text-sm break-all text-accent-ink underline underline-offset-2"
      >
        {name}
      </Link>{" "}
      <span className="text-sm text-muted">
        in {PLATFORM_SLUG}, {environment}
      </span>
      {description !== "" && (
        <span className="line-clamp-2 text-sm wrap-anywhere text-muted" title={description}>
          {description}
        </span>
      )}
    </>
  );
}
