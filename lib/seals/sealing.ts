import type { RowSeals } from "./seals";
import { type FoundRow, type RunSql, sealedRows, writeSeals } from "./store";
import { TABLE_NAMES, type TableName } from "./tables";

const BATCH = 1_000;

/**
 * Seals every row as it is now, in batches, and returns how many there were. Only where nobody can have put anything into
 * a row that is sealed then: see `sealDatabase`.
 */
export async function sealRows(
  run: RunSql,
  seals: Pick<RowSeals, "of">,
  tables: readonly TableName[] = TABLE_NAMES,
): Promise<number> {
  let count = 0;
  for (const table of tables) {
    for (let after: FoundRow | null = null; ; ) {
      const rows: FoundRow[] = await sealedRows(run, table, after, BATCH);
      if (rows.length > 0)
        await writeSeals(
          run,
          table,
          rows,
          rows.map((row) => seals.of(table, row)),
        );
      count += rows.length;
      after = rows.at(-1) ?? null;
      if (rows.length < BATCH) break;
    }
  }
  return count;
}
