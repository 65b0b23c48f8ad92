import type { ClientBase } from "pg";
import type { Pool } from "@/lib/db/client";
import { sqlOn } from "@/lib/db/sql";
import { isId } from "@/lib/platform/ids";
import { storableText } from "./chain";
import type { AuditAction, DetailValue } from "./model";
import {
  type ChangeRow,
  changesOf,
  type DeletionsQuery,
  deletionsOf,
  type EventScope,
  head,
  lastDeleted,
} from "./store";
import { type AuditHead, shownHead } from "./verification/service";

export { type AuditHead, type Verification, verifyChain } from "./verification/service";

/** One line of a change log. */
export interface Change {
  readonly seq: number;
  readonly id: string;
  readonly at: Date;
  /** As written then: a later version of the program may have written what this one does not know. */
  readonly action: AuditAction | (string & {});
  readonly actorKind: string;
  readonly actorId: string | null;
  readonly actorLabel: string;
  readonly targetName: string | null;
  readonly detail: Readonly<Record<string, DetailValue>>;
  readonly ip: string | null;
  readonly userAgent: string | null;
}

export interface ListChanges {
  readonly secretId: string;
  /** Only what happened there; a shared secret's log tells of other projects too. */
  readonly scope: EventScope;
  /** Only these; all unless told. */
  readonly actions?: readonly AuditAction[] | undefined;
  /** Only what is older than this number: the `seq` of the last line of the page before. */
  readonly before?: number | undefined;
  readonly limit: number;
}

/** The end of the chain, to note down outside of the database. */
export async function auditHead(pool: Pool | ClientBase): Promise<AuditHead> {
  return shownHead(await head(sqlOn(pool)));
}

/** The change log of one secret, deleted or not, newest first. The caller has checked who asks. */
export async function listChanges(pool: Pool, query: ListChanges): Promise<Change[]> {
  if (!isId(query.secretId)) return [];
  const { secretId, scope, actions = null, before = null, limit } = query;
  return (await changesOf(sqlOn(pool), { secretId, scope, actions, before, limit })).map(toChange);
}

/** What the log knows of a secret that is gone. Its change log is still there. */
export interface DeletedSecret {
  readonly id: string;
  /** As the event of its deletion has it; null where that does not say. */
  readonly audience: string | null;
}

/** The secret of this name, in any case, that was deleted last in an environment, or null; only that of `secretId` if it is given. */
export async function findDeletedSecret(
  pool: Pool,
  environmentId: string,
  name: string,
  secretId: string | null = null,
): Promise<DeletedSecret | null> {
  if (!isId(environmentId)) return null;
  const deleted = await lastDeleted(sqlOn(pool), environmentId, storableText(name), secretId);
  if (!deleted?.secretId) return null;
  const { audience } = JSON.parse(deleted.detail);
  return { id: deleted.secretId, audience: typeof audience === "string" ? audience : null };
}

/** The deletion of a secret. */
export interface Deletion {
  readonly seq: number;
  readonly at: Date;
  readonly secretId: string;
  readonly name: string;
  readonly by: string;
  readonly detail: Readonly<Record<string, DetailValue>>;
}

/** The deletions of secrets of an environment, newest first. The caller has checked who asks. */
export async function listDeletions(pool: Pool, query: DeletionsQuery): Promise<Deletion[]> {
  const search = query.search && storableText(query.search);
  const rows = await deletionsOf(sqlOn(pool), { ...query, search });
  return rows.flatMap(({ secretId, name, ...row }) =>
    secretId === null || name === null
      ? []
      : [{ ...row, secretId, name, seq: Number(row.seq), detail: JSON.parse(row.detail) }],
  );
}

function toChange(row: ChangeRow): Change {
  return { ...row, seq: Number(row.seq), detail: JSON.parse(row.detail) };
}
