"use client";

import { DialogLink } from "@/components/ui/dialog-link";
import { Link } from "@/components/ui/link";
import { Table, TableBody, TableCell, TableHead, TableHeaderCell, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import { PLATFORM_SLUG, secretsPath } from "@/lib/projects/model";
import type { MappingMeta } from "@/lib/shared-mappings/model";

interface MappingTableProps {
  readonly mappings: readonly MappingMeta[];
  readonly mayWrite: boolean;
}

/** Names of an environment that stand for shared secrets, each with the secret. */
export function MappingTable({ mappings, mayWrite }: MappingTableProps) {
  return (
    <div className="rounded-lg border border-line">
      <Table aria-label="Shared secrets">
        <TableHead>
          <TableRow>
            <TableHeaderCell className="w-72 rounded-tl-lg">Name here</TableHeaderCell>
            <TableHeaderCell>Shared secret</TableHeaderCell>
            <TableHeaderCell className="w-44">Last updated</TableHeaderCell>
            <TableHeaderCell className="w-28 rounded-tr-lg">
              <span className="sr-only">Actions</span>
            </TableHeaderCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {mappings.map((mapping) => (
            <MappingRow key={mapping.id} mapping={mapping} mayWrite={mayWrite} />
          ))}
        </TableBody>
      </Table>
    </div>
  );
}

function MappingRow({ mapping, mayWrite }: { readonly mapping: MappingMeta; readonly mayWrite: boolean }) {
  const { id, name, secret } = mapping;
  const changes = `${secretsPath(PLATFORM_SLUG, secret.environment)}/${encodeURIComponent(secret.name)}/changes`;
  return (
    <TableRow>
      <TableCell className="w-72 max-w-72 font-mono text-sm font-medium break-all max-sm:w-full max-sm:max-w-none">
        {name}
      </TableCell>
      <TableCell className="max-sm:w-full">
        <Link
          href={changes}
          className="font-mono text-sm break-all text-accent-ink underline underline-offset-2"
        >
          {secret.name}
        </Link>{" "}
        <span className="text-sm text-muted">
          in {PLATFORM_SLUG}, {secret.environment}
        </span>
        {secret.description !== "" && (
          <span className="line-clamp-2 text-sm wrap-anywhere text-muted" title={secret.description}>
            {secret.description}
          </span>
        )}
      </TableCell>
      <TableCell className="w-44 max-w-44 text-sm max-sm:w-auto">
        <Time value={secret.updatedAt} className="whitespace-nowrap" />
        <span className="block truncate text-muted max-sm:hidden" title={secret.updatedBy}>
          {secret.updatedBy}
        </span>
      </TableCell>
      <TableCell className="w-28 text-right max-sm:ml-auto max-sm:w-auto">
        {mayWrite && (
          <DialogLink dialog="unmap" needs={{ mapping: id }} tone="secondary" size="small">
            Remove <span className="sr-only">{name}</span>
          </DialogLink>
        )}
      </TableCell>
    </TableRow>
  );
}
