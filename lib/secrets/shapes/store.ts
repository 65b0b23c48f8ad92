import type { Pool } from "@/lib/db/client";
import { sqlOn } from "@/lib/db/sql";
import type { ValueShape } from "./model";

/** The shapes of some versions of a secret, by their numbers; versions that have none are left out. */
export async function findShapes(
  pool: Pool,
  secretId: string,
  numbers: readonly number[],
): Promise<ReadonlyMap<number, ValueShape>> {
  if (numbers.length === 0) return new Map();
  const rows = await sqlOn(pool)<{ number: number; shape: ValueShape }>`
    SELECT number, shape FROM secret_versions
    WHERE secret_id = ${secretId}::uuid AND number = ANY(${numbers}::int[]) AND shape IS NOT NULL`;
  return new Map(rows.map(({ number, shape }) => [number, shape]));
}
