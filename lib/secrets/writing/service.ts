import { needsApproval } from "@/lib/authorization/approval";
import type { Ctx } from "@/lib/context";
import { batchOn } from "@/lib/db/batch";
import type { Pool } from "@/lib/db/client";
import { databaseFailure } from "@/lib/db/errors";
import type { Sql } from "@/lib/db/sql";
import { inSqlTransaction } from "@/lib/db/transaction";
import { AppError } from "@/lib/platform/app-error";
import { nameConflict } from "../conflict";
import type { ChangeResult, ChangeResults, SecretChange, SecretWrites } from "./model";
import { type Call, writeCalls } from "./steps";
import type { SecretText } from "./store";

/** Larger ones would keep those that share a transaction with them waiting. */
const SHARED_SIZE_MAX = 20;

/**
 * Writes secrets. Calls that come while others are written share the next transaction, so that a busy server pays for one
 * flush to disk, one turn at the head of the audit log and a handful of statements for all of them. Each still stands or
 * falls alone. Where one of them needs approval all of them wait for it: `ChangeHeld`. Rejects as `inTransaction` does; with the
 * violated unique index when a name is taken.
 */
export async function writeSecrets(ctx: Ctx, writes: SecretWrites): Promise<ChangeResults> {
  if (permitsOf(writes).some(({ environment }) => needsApproval(ctx, environment))) {
    if (writes.alongside) throw new AppError("conflict", CANNOT_WAIT);
    return ctx.hold.secrets(ctx, writes);
  }
  const call = { ctx, writes };
  const size = writes.creations.length + writes.changes.length;
  const isSmall = size <= SHARED_SIZE_MAX && !writes.deletions?.length;
  const outcome = isSmall ? await writeShared(ctx.pool, call) : "alone";
  if (outcome === "alone") return writeAlone(call);
  if ("error" in outcome) throw outcome.error;
  return outcome.results;
}

const CANNOT_WAIT =
  "Changes here wait for approval, and where a value lives cannot wait. Use an API key that needs no approval.";

/** By what all of it may be done. */
function permitsOf({ creations, changes, deletions = [] }: SecretWrites) {
  return [...creations, ...changes, ...deletions].map(({ permit }) => permit);
}

/** Changes one secret. Throws `conflict` when the name that it should get is taken. */
export async function changeSecret(ctx: Ctx, change: SecretChange): Promise<ChangeResult> {
  const { environment, secret } = change.permit;
  const results = await writeSecrets(ctx, { creations: [], changes: [change] }).catch(
    async (error: unknown) => {
      throw await nameConflict(ctx, environment, change.text?.name ?? secret.name, error);
    },
  );
  return results[0] ?? { kind: "gone" };
}

/** The same in the caller's transaction, for a change that stands or falls with others. */
export async function changeSecretIn(sql: Sql, ctx: Ctx, change: SecretChange): Promise<ChangeResult> {
  const [results] = await writeCalls(
    sql,
    ctx,
    [{ ctx, writes: { creations: [], changes: [change] } }],
    "wait",
  );
  return results?.[0] ?? { kind: "gone" };
}

/** The parts of a text that were given. */
export function textOf({ name, description, category, audience }: InputText): Partial<SecretText> {
  return {
    ...(name !== undefined && { name }),
    ...(description !== undefined && { description }),
    ...(category !== undefined && { category }),
    ...(audience !== undefined && { audience }),
  };
}

type InputText = { readonly [Part in keyof SecretText]?: SecretText[Part] | undefined };

type Outcome = { readonly results: ChangeResults } | { readonly error: unknown } | "alone";

/**
 * Writes calls in one transaction. Alone have to be written: those that change a secret which somebody else changes just
 * now, here too, and all of them when the transaction fails for what one of them holds.
 */
const writeShared = batchOn(async (_pool: Pool, calls: readonly Call[]): Promise<Outcome[]> => {
  const shared = withoutRepeated(calls);
  const [first] = shared;
  if (!first) return [];
  try {
    const written = await inSqlTransaction(first.ctx, (sql) => writeCalls(sql, first.ctx, shared, "skip"));
    const results = new Map(shared.map((call, i) => [call, written[i]]));
    return calls.map((call) => {
      const ofCall = results.get(call);
      return ofCall ? { results: ofCall } : "alone";
    });
  } catch (error) {
    return calls.map(() => (calls.length === 1 || isOutage(error) ? { error } : "alone"));
  }
});

async function writeAlone(call: Call): Promise<ChangeResults> {
  const written = await inSqlTransaction(call.ctx, (sql) => writeCalls(sql, call.ctx, [call], "wait"));
  return written[0] ?? [];
}

/** The calls but for those that change a secret which an earlier one changes. */
function withoutRepeated(calls: readonly Call[]): readonly Call[] {
  const changed = new Set<string>();
  return calls.filter(({ writes }) => {
    const ids = writes.changes.map(({ permit }) => permit.secret.id);
    if (ids.some((id) => changed.has(id))) return false;
    for (const id of ids) changed.add(id);
    return true;
  });
}

/** Whether it would fail for every call, or may have been committed. */
function isOutage(error: unknown): boolean {
  return ["undecided", "unreachable", "full", "readOnly"].includes(databaseFailure(error).kind);
}
