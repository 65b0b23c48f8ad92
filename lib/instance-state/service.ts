import { statfs } from "node:fs/promises";
import { authorize } from "@/lib/authorization/authorize";
import { readBackups } from "@/lib/backup/service";
import type { Ctx } from "@/lib/context";
import { shownKeyId } from "@/lib/crypto/master-key";
import type { StatementTimes } from "@/lib/db/statement-times";
import { instances } from "@/lib/instances/service";
import { VERSION } from "@/lib/platform/version";
import { knownFaults } from "./known-faults";
import { type InstanceState, shownStatement } from "./model";
import { databaseState, largestTables } from "./store";

const TABLES_SHOWN = 10;
const STATEMENTS_SHOWN = 10;

/** The instance that is asked. */
export interface ThisInstance {
  readonly id: string;
  readonly statementTimes: StatementTimes;
  readonly dataDir: string;
  /** Folder of the release. */
  readonly root: string;
}

/** How the instances and what they stand on are, for Owners. Costs the same whatever the tables hold. */
export async function readInstanceState(ctx: Ctx, self: ThisInstance): Promise<InstanceState> {
  await authorize(ctx, "settings.read", null);
  const [known, database, tables, backup, disk] = await Promise.all([
    instances(ctx),
    databaseState(ctx.pool),
    largestTables(ctx.pool, TABLES_SHOWN),
    readBackups(ctx),
    statfs(self.dataDir).catch(() => null),
  ]);
  const running = known.filter(({ isLiving }) => isLiving).map(({ version }) => version);
  const statements = self.statementTimes.slowest(STATEMENTS_SHOWN);
  return {
    version: VERSION,
    faults: await knownFaults(self.root, [VERSION, ...running]),
    instances: known.map(({ masterKeyIds, ...instance }) => ({
      ...instance,
      isThis: instance.id === self.id,
      masterKeyIds: masterKeyIds.map(shownKeyId),
    })),
    ...{ database, tables, backup },
    statements: statements.map(({ text, count, totalMs, maxMs }) => ({
      ...{ text: shownStatement(text), count, maxMs },
      averageMs: totalMs / count,
    })),
    disk: disk && { freeBytes: disk.bavail * disk.bsize, bytes: disk.blocks * disk.bsize },
  };
}
