import { setTimeout as sleep } from "node:timers/promises";
import type { Ctx } from "@/lib/context";
import { databaseFailure } from "@/lib/db/errors";
import { verifyAll } from "../strike";
import type { Tally } from "../tally";
import type { Ledger } from "./writers";

const TRIES_MAX = 40;

/** Looks whether all that clients were told is so, in what was written since the last look. Call it before anything is. */
export async function openChecks(outside: Ctx, tally: Tally): Promise<(ledger: Ledger) => Promise<void>> {
  const seen = new Set<string>();
  const isThere = new Set<string>();
  // Of kinds before.
  await newValues(outside, seen);
  return (ledger) =>
    steadily(async () => {
      // What was acknowledged by now has to be there; more may follow at any moment.
      const expected = new Map(
        [...ledger].flatMap(([value, { name, told, version }]) =>
          told === "done" && !isThere.has(value) ? [[value, `${name} ${version}`] as const] : [],
        ),
      );
      const found = await newValues(outside, seen);
      for (const [value, where] of found) {
        const write = ledger.get(value);
        if (!write) tally.lose(`${where} holds what nobody wrote`);
        else if (write.told === "refused") tally.lose(`${where} was refused and is there`);
        else if (write.told === "done" && where !== `${write.name} ${write.version}`)
          tally.lose(`${write.name} ${write.version} is at ${where}`);
        isThere.add(value);
      }
      for (const [value, where] of expected) if (!isThere.has(value)) tally.lose(`${where} is missing`);
      for (const gap of await gaps(outside)) tally.lose(gap);
      await verifyAll(outside, tally);
    });
}

/** Connections of the test's own broke with all others. */
async function steadily(work: () => Promise<void>): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      if (tries === TRIES_MAX || !["unreachable", "undecided"].includes(databaseFailure(error).kind))
        throw error;
      await sleep(50);
    }
  }
}

/** The values of versions that were not looked at yet, each with its name and number. */
async function newValues({ db, keys }: Ctx, seen: Set<string>): Promise<Map<string, string>> {
  const { id: projectId } = await db.project.findUniqueOrThrow({ where: { slug: "default" } });
  const rows = await db.secretVersion.findMany({ include: { secret: { select: { name: true } } } });
  const project = await keys.project(projectId);
  return new Map(
    rows
      .filter(({ id }) => !seen.has(id))
      .map((row) => {
        seen.add(row.id);
        const ref = { projectId, secretId: row.secretId, versionId: row.id };
        return [project.open(ref, row).reveal(), `${row.secret.name} ${row.number}`];
      }),
  );
}

/** Secrets whose versions are not 1, 2, 3 … up to the current one, or whose events are not as many. */
async function gaps({ pool }: Ctx): Promise<string[]> {
  const { rows } = await pool.query<{ name: string }>(`
    SELECT s.name FROM secrets s
    LEFT JOIN secret_versions v ON v.secret_id = s.id
    GROUP BY s.id, s.name, s.current_version
    HAVING count(v.number) <> s.current_version OR max(v.number) <> s.current_version OR min(v.number) <> 1
      OR s.current_version <> (SELECT count(*) FROM audit_events e
        WHERE e.secret_id = s.id AND e.action IN ('secret.created', 'secret.rotated'))`);
  return rows.map(({ name }) => `the versions of ${name} have a gap`);
}
