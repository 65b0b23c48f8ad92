import type { Ctx } from "@/lib/context";
import { sealRows } from "./sealing";
import { runIn, wasSealed } from "./store";

const TIMEOUT_MS = 60 * 60_000;

type SealingCtx = Pick<Ctx, "db" | "keys" | "seals" | "audit" | "actor" | "now" | "request">;

/**
 * Seals every row of a database that was made by a version which sealed none, once: in one transaction with the new wrapping
 * of the instance key that says so. Returns how many rows there were; null, with nothing done, for any other database. Throws
 * an Error of one line when the log says that it was done before: then somebody put back the old wrapping.
 */
export async function sealDatabase(ctx: SealingCtx): Promise<number | null> {
  if (!ctx.keys.isUnsealed) return null;
  return ctx.db.$transaction(
    async (tx) => {
      if (!(await ctx.keys.markSealed(tx))) return null;
      if (await wasSealed(tx)) throw new Error(SEALED_BEFORE);
      const rows = await sealRows(runIn(tx), ctx.seals);
      await ctx.audit.append(tx, ctx, [{ action: "rows.sealed", detail: { rows } }]);
      return rows;
    },
    { timeout: TIMEOUT_MS },
  );
}

const SEALED_BEFORE =
  "the instance key of this database was set back to what it was before its rows were sealed: restore the database from a backup";
