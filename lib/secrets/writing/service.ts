import type { Ctx } from "@/lib/context";
import { batchOn } from "@/lib/db/batch";
import type { Pool } from "@/lib/db/client";
import { databaseFailure } from "@/lib/db/errors";
import { inSqlTransaction } from "@/lib/db/transaction";
import { nameConflict } from "../conflict";
import type { ChangeResult, ChangeResults, SecretChange, SecretWrites } from "./model";
import { type Call, writeCalls } from "./steps";
import type { SecretText } from "./store";

/** Larger ones would keep those that share a transaction with them waiting. */
const SHARED_SIZE_MAX = 20;

/**
 * Writes secrets. Calls that come while others are written share the next transaction, so that a busy server pays for one
 * flush to disk, one turn at the head of the audit log and a handful of statements for all of them. Each call still stands
 * alone: where its part fails, the others are written without it. Rejects as `inTransaction` does; with the violated
 * unique index when a name is taken.
 */
export async function writeSecrets(ctx: Ctx, writes: SecretWrites): Promise<ChangeResults> {
  const call = { ctx, writes };
  const isShared = writes.creations.length + writes.changes.length <= SHARED_SIZE_MAX;
  const outcome = isShared ? await writeShared(ctx.pool, call) : (await commit([call]))[0];
  if (!outcome || "error" in outcome) throw outcome?.error;
  return outcome.results;
}

/** Changes one secret. Throws `conflict` when the name that it should get is taken. */
export async function changeSecret(ctx: Ctx, change: SecretChange): Promise<ChangeResult> {
  const { environment, secret } = change.grant;
  const results = await writeSecrets(ctx, { creations: [], changes: [change] }).catch(
    async (error: unknown) => {
      throw await nameConflict(ctx, environment, change.text?.name ?? secret.name, error);
    },
  );
  return results[0] ?? { kind: "gone" };
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

type Outcome = { readonly results: ChangeResults } | { readonly error: unknown };

const writeShared = batchOn((_pool: Pool, calls: readonly Call[]) => commit(calls));

/**
 * Writes the calls in one transaction. If that fails for what one of them holds, or two change the same secret, its halves
 * are written one after the other.
 */
async function commit(calls: readonly Call[]): Promise<Outcome[]> {
  const [first] = calls;
  if (!first) return [];
  const isShared = calls.length > 1;
  if (isShared && changeSameSecret(calls)) return commitHalves(calls);
  try {
    const results = await inSqlTransaction(first.ctx, (sql) => writeCalls(sql, first.ctx, calls));
    return results.map((one) => ({ results: one }));
  } catch (error) {
    if (isShared && !isOutage(error)) return commitHalves(calls);
    return calls.map(() => ({ error }));
  }
}

async function commitHalves(calls: readonly Call[]): Promise<Outcome[]> {
  const middle = Math.ceil(calls.length / 2);
  const first = await commit(calls.slice(0, middle));
  return [...first, ...(await commit(calls.slice(middle)))];
}

function changeSameSecret(calls: readonly Call[]): boolean {
  const ids = calls.flatMap(({ writes }) => writes.changes.map(({ grant }) => grant.secret.id));
  return new Set(ids).size < ids.length;
}

/** Whether it would fail for every call, or may have been committed. */
function isOutage(error: unknown): boolean {
  return ["undecided", "unreachable", "full", "readOnly"].includes(databaseFailure(error).kind);
}
