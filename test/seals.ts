import type { Ctx } from "@/lib/context";
import { sealRows } from "@/lib/seals/sealing";
import { runOn } from "@/lib/seals/store";
import type { TableName } from "@/lib/seals/tables";

/** The seal of a row that a test makes past the program, until `sealing` gives it the right one. */
export const UNSEALED = new Uint8Array();

/** Tables are sealed one after the other: two at once would wait for each other's rows. */
let sealed: Promise<void> = Promise.resolve();

/** Waits for what a test writes past the program, then seals that table's rows as the program would have. */
export async function sealing<T>(
  { pool, seals }: Pick<Ctx, "pool" | "seals">,
  table: TableName,
  writing: Promise<T>,
): Promise<T> {
  const result = await writing;
  sealed = sealed.catch(() => {}).then(() => sealTable({ pool, seals }, table));
  await sealed;
  return result;
}

async function sealTable({ pool, seals }: Pick<Ctx, "pool" | "seals">, table: TableName): Promise<void> {
  const areFactors = table === "totps" || table === "passkeys";
  if (areFactors) {
    await pool.query(`
      UPDATE users SET second_factor_count =
        (SELECT count(*) FROM totps WHERE user_id = users.id AND confirmed_at IS NOT NULL)
        + (SELECT count(*) FROM passkeys WHERE user_id = users.id)`);
  }
  await sealRows(runOn(pool), seals, areFactors ? [table, "users"] : [table]);
}
