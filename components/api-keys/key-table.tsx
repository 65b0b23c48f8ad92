"use client";

import type { ComponentProps } from "react";
import { Badge } from "@/components/ui/badge";
import { DialogLink } from "@/components/ui/dialog-link";
import { Link } from "@/components/ui/link";
import { type Column, Table } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { ApiKeyMeta } from "@/lib/api-keys/model";
import { auditHref } from "@/lib/audit/reading/view/address";
import { apiKeyPath } from "@/lib/projects/model";
import { KINDS, STATUSES, scopeOf } from "./key-labels";

interface KeyTableProps extends Pick<ComponentProps<typeof Table>, "empty" | "footer"> {
  /** The project whose page lists them. */
  readonly project: string;
  readonly keys: readonly ApiKeyMeta[];
  readonly mayRevoke: (key: ApiKeyMeta) => boolean;
}

/** API keys with what each may do, where, until when, and when it was used last. */
export function KeyTable({ project, keys, mayRevoke, ...rest }: KeyTableProps) {
  const name: Column<ApiKeyMeta> = {
    title: "Name",
    className: "max-w-72 min-w-44",
    cell: (key) => <KeyName apiKey={key} project={project} />,
  };
  const actions: Column<ApiKeyMeta> = {
    title: "Actions",
    kind: "actions",
    className: "w-24",
    cell: (key) =>
      mayRevoke(key) && (
        <DialogLink dialog="revoke" needs={{ key: key.id }} tone="secondary" size="small">
          Revoke <span className="sr-only">{key.name}</span>
        </DialogLink>
      ),
  };
  return (
    <Table
      {...rest}
      label="API keys"
      cardsBelow="xl"
      columns={[name, ...COLUMNS, actions]}
      rows={keys}
      rowKey={({ id }) => id}
    />
  );
}

const COLUMNS: readonly Column<ApiKeyMeta>[] = [
  {
    title: "Reaches",
    className: "text-sm",
    cell: (key) => (
      <>
        {scopeOf(key)}
        <AllowedNames names={key.secrets} />
        {key.unresolvedNames.length > 0 && <UnresolvedNames names={key.unresolvedNames} />}
      </>
    ),
  },
  {
    title: "May",
    className: "max-w-48 text-sm",
    cell: ({ permissions, skipsApproval }) => (
      <>
        <span className="font-mono text-xs">{permissions.join(", ")}</span>
        {skipsApproval && <Badge tone="warning">Skips approval</Badge>}
      </>
    ),
  },
  {
    title: "Expires",
    className: "text-sm",
    cell: ({ expiresAt }) =>
      expiresAt ? <Time value={expiresAt} as="day" className="whitespace-nowrap" /> : "Never",
  },
  { title: "Last used", className: "text-sm", cell: (key) => <LastUse apiKey={key} /> },
  { title: "Status", cell: (key) => <Status apiKey={key} /> },
];

function KeyName({ apiKey, project }: { readonly apiKey: ApiKeyMeta; readonly project: string }) {
  const { id, name, kind, publicId, createdBy, createdAt } = apiKey;
  return (
    <>
      <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <Link
          href={apiKeyPath(project, id)}
          className="min-w-0 font-medium wrap-anywhere text-accent-ink underline underline-offset-2"
        >
          {name}
        </Link>
        <Badge>{KINDS[kind].name}</Badge>
      </span>
      <code className="block font-mono text-xs break-all text-muted">sr_live_{publicId}_…</code>
      <span className="block text-sm wrap-anywhere text-muted">
        made by {createdBy}, <Time value={createdAt} />
      </span>
    </>
  );
}

function Status({ apiKey: { status, revokedAt, revokedBy } }: { readonly apiKey: ApiKeyMeta }) {
  return (
    <>
      <Badge tone={STATUSES[status].tone}>{STATUSES[status].name}</Badge>
      {revokedAt && (
        <span className="block text-sm wrap-anywhere text-muted">
          <Time value={revokedAt} /> by {revokedBy}
        </span>
      )}
    </>
  );
}

function LastUse({ apiKey: { id, name, lastUsedAt, lastUsedIp } }: { readonly apiKey: ApiKeyMeta }) {
  return (
    <>
      {lastUsedAt ? (
        <Time value={lastUsedAt} className="whitespace-nowrap" />
      ) : (
        <span className="text-muted">Never</span>
      )}
      {lastUsedIp && <span className="block text-muted">from {lastUsedIp}</span>}
      <Link href={auditHref({ actor: id })} className="block w-fit text-accent-ink hover:underline">
        Audit log<span className="sr-only"> of {name}</span>
      </Link>
    </>
  );
}

const NAMES_SHOWN = 3;

interface NamesProps {
  readonly names: readonly string[];
}

/** The names of the secrets that a key is narrowed to: a few in place, the rest on demand. */
function AllowedNames({ names }: { readonly names: NamesProps["names"] | null }) {
  if (names === null) return null;
  if (names.length === 0) return <span className="block text-muted">only secrets that are gone</span>;
  const list = <span className="font-mono text-xs wrap-anywhere">{names.join(", ")}</span>;
  if (names.length <= NAMES_SHOWN) return <span className="block text-muted">only {list}</span>;
  return (
    <details className="text-muted">
      <summary className="cursor-pointer">only {names.length} secrets</summary>
      {list}
    </details>
  );
}

/** Names of an older version's key that stand for no secret. */
function UnresolvedNames({ names }: NamesProps) {
  return (
    <details className="text-muted">
      <summary className="cursor-pointer">
        {names.length} {names.length === 1 ? "name opens" : "names open"} nothing
      </summary>
      <span className="font-mono text-xs wrap-anywhere">{names.join(", ")}</span>
    </details>
  );
}
