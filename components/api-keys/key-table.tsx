"use client";

import { Badge, type BadgeTone } from "@/components/ui/badge";
import { DialogLink } from "@/components/ui/dialog-link";
import { Table, TableBody, TableCell, TableHead, TableHeaderCell, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { ApiKeyMeta, KeyStatus } from "@/lib/api-keys/model";
import { KINDS, placeOf } from "./key-words";

const STATUSES: Readonly<Record<KeyStatus, { readonly name: string; readonly tone: BadgeTone }>> = {
  active: { name: "Active", tone: "success" },
  expired: { name: "Expired", tone: "warning" },
  revoked: { name: "Revoked", tone: "neutral" },
};

interface KeyTableProps {
  readonly keys: readonly ApiKeyMeta[];
  readonly mayRevoke: (key: ApiKeyMeta) => boolean;
}

/** API keys with what each may do, where, until when, and when it was used last. */
export function KeyTable({ keys, mayRevoke }: KeyTableProps) {
  return (
    <div className="rounded-lg border border-line">
      <Table aria-label="API keys">
        <TableHead>
          <TableRow>
            <TableHeaderCell className="rounded-tl-lg">Name</TableHeaderCell>
            <TableHeaderCell>Reaches</TableHeaderCell>
            <TableHeaderCell>May</TableHeaderCell>
            <TableHeaderCell>Expires</TableHeaderCell>
            <TableHeaderCell>Last used</TableHeaderCell>
            <TableHeaderCell>Status</TableHeaderCell>
            <TableHeaderCell className="w-24 rounded-tr-lg">
              <span className="sr-only">Actions</span>
            </TableHeaderCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {keys.map((key) => (
            <KeyRow key={key.id} apiKey={key} mayRevoke={mayRevoke(key)} />
          ))}
        </TableBody>
      </Table>
    </div>
  );
}

function KeyRow({ apiKey, mayRevoke }: { readonly apiKey: ApiKeyMeta; readonly mayRevoke: boolean }) {
  const { name, kind, publicId, permissions, status, createdBy, createdAt } = apiKey;
  return (
    <TableRow className="align-top">
      <TableCell className="max-w-72 max-sm:w-full max-sm:max-w-none">
        <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <span className="min-w-0 font-medium wrap-anywhere">{name}</span>
          <Badge>{KINDS[kind].name}</Badge>
        </span>
        <code className="block font-mono text-xs break-all text-muted">sr_live_{publicId}_…</code>
        <span className="block text-sm wrap-anywhere text-muted">
          made by {createdBy}, <Time value={createdAt} />
        </span>
      </TableCell>
      <TableCell className="text-sm max-sm:w-full">
        <Label>Reaches</Label>
        {placeOf(apiKey)}
        <AllowedNames names={apiKey.secrets} />
        {apiKey.unresolvedNames.length > 0 && <UnresolvedNames names={apiKey.unresolvedNames} />}
      </TableCell>
      <TableCell className="max-w-48 text-sm max-sm:w-full max-sm:max-w-none">
        <Label>May</Label>
        <span className="font-mono text-xs">{permissions.join(", ")}</span>
      </TableCell>
      <TableCell className="text-sm max-sm:w-full">
        <Label>Expires</Label>
        {apiKey.expiresAt ? (
          <Time value={apiKey.expiresAt} as="day" className="whitespace-nowrap" />
        ) : (
          "Never"
        )}
      </TableCell>
      <TableCell className="text-sm max-sm:w-full">
        <Label>Last used</Label>
        <LastUse apiKey={apiKey} />
      </TableCell>
      <TableCell className="max-sm:order-last">
        <Badge tone={STATUSES[status].tone}>{STATUSES[status].name}</Badge>
        {apiKey.revokedAt && (
          <span className="block text-sm wrap-anywhere text-muted max-sm:inline max-sm:pl-2">
            <Time value={apiKey.revokedAt} /> by {apiKey.revokedBy}
          </span>
        )}
      </TableCell>
      <TableCell className="text-right max-sm:order-last max-sm:ml-auto">
        {mayRevoke && (
          <DialogLink dialog="revoke" needs={{ key: apiKey.id }} tone="secondary" size="small">
            Revoke <span className="sr-only">{name}</span>
          </DialogLink>
        )}
      </TableCell>
    </TableRow>
  );
}

/** The column's name on a phone, where the head is out of sight; readers have the head. */
function Label({ children }: { readonly children: string }) {
  return (
    <span aria-hidden className="inline-block w-20 text-muted sm:hidden">
      {children}
    </span>
  );
}

function LastUse({ apiKey: { lastUsedAt, lastUsedIp } }: { readonly apiKey: ApiKeyMeta }) {
  if (!lastUsedAt) return <span className="text-muted">Never</span>;
  return (
    <>
      <Time value={lastUsedAt} className="whitespace-nowrap" />
      {lastUsedIp && <span className="block text-muted max-sm:inline max-sm:pl-1">from {lastUsedIp}</span>}
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
