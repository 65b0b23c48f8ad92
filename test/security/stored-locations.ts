import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { DatabaseAddress, Pool } from "@/lib/db/client";
import type { Location } from "./canary";
import { tablesOf } from "./state";

/** Every column of every table as a place, bytes as they are. */
export async function columnsOf(pool: Pool): Promise<Location[]> {
  const locations: Location[] = [];
  for (const table of await tablesOf(pool)) {
    const { rows, fields } = await pool.query(`SELECT * FROM "${table}"`);
    for (const { name } of fields) {
      const cells = rows.map((row: Record<string, unknown>) => row[name]);
      const parts = cells.map((cell) => (Buffer.isBuffer(cell) ? cell : Buffer.from(`${textOf(cell)}\n`)));
      locations.push({ name: `${table}.${name}`, bytes: Buffer.concat(parts) });
    }
  }
  return locations;
}

function textOf(cell: unknown): string {
  return typeof cell === "object" ? JSON.stringify(cell) : String(cell);
}

/** The embedded database for its superuser, who alone may ask for a checkpoint. */
export function superuserAddress(dataDir: string): DatabaseAddress {
  const host = readFileSync(join(dataDir, "postgres", "postmaster.pid"), "utf8").split("\n")[4] ?? "";
  return { host, port: 5432, user: "postgres", database: "strongroom" };
}
