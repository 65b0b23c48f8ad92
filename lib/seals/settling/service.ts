import type { Ctx } from "@/lib/context";
import type { Tx } from "@/lib/db/client";
import { databaseFailure } from "@/lib/db/errors";
import { inTransaction } from "@/lib/db/transaction";
import { AppError, fieldError } from "@/lib/platform/app-error";
import { isId } from "@/lib/platform/ids";
import { deleteFound, type FoundRow, lockFound, recountFactors, runIn, writeSeals } from "../store";
import { SEALED_TABLES, TABLE_NAMES, type TableName } from "../tables";

/** A row as `audit verify` names it. */
export interface RowRef {
  readonly table: string;
  readonly id: string;
}

/**
 * Seals a row as it stands, for an operator who looked at it and wants it so. Only on the server’s command line. Throws
 * `validation` for what is no row of a sealed table, `notFound`, or `forbidden`.
 */
export function acceptRow(ctx: Ctx, ref: RowRef): Promise<{ readonly name: string }> {
  return settle(ctx, ref, "row.accepted", async (tx, table, id) => {
    if (table === "users") await recountFactors(tx, id.join());
    const row = await lockFound(tx, table, id);
    if (row) await writeSeals(runIn(tx), table, [row], [ctx.seals.of(table, row)]);
  });
}

/** Deletes a row, with all that belongs to it alone. Throws as `acceptRow` does, and `conflict` while others refer to it. */
export function deleteRow(ctx: Ctx, ref: RowRef): Promise<{ readonly name: string }> {
  return settle(ctx, ref, "row.deleted", deleteFound).catch((error: unknown) => {
    if (databaseFailure(error).kind !== "referenced") throw error;
    throw new AppError("conflict", "Other rows refer to this one. Delete those first.", { cause: error });
  });
}

type Settle = (tx: Tx, table: TableName, id: readonly string[]) => Promise<void>;

async function settle(
  ctx: Ctx,
  ref: RowRef,
  action: "row.accepted" | "row.deleted",
  work: Settle,
): Promise<{ readonly name: string }> {
  if (ctx.actor.kind !== "operator")
    throw new AppError("forbidden", "This is done on the server’s command line.");
  const { table, id } = parsed(ref);
  return inTransaction(ctx, async (tx) => {
    const row: FoundRow | null = await lockFound(tx, table, id);
    if (!row) throw new AppError("notFound", `The table ${table} has no such row.`);
    await work(tx, table, id);
    await ctx.audit.append(tx, ctx, [{ action, target: { name: table }, detail: { table, id: ref.id } }]);
    return { name: row.label };
  });
}

function parsed({ table: input, id }: RowRef): { readonly table: TableName; readonly id: readonly string[] } {
  const table = TABLE_NAMES.find((name) => name === input);
  if (!table) throw fieldError("table", `Choose one of ${TABLE_NAMES.join(", ")}.`);
  if (SEALED_TABLES[table].key.length === 1) {
    if (isId(id)) return { table, id: [id] };
    throw fieldError("id", "This is not the id of a row.");
  }
  // An issuer is an address and may have slashes; a subject comes after the last.
  const end = id.lastIndexOf("/");
  return { table, id: [id.slice(0, end), id.slice(end + 1)] };
}
