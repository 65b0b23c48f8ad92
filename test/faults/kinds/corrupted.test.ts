import { expect, test } from "vitest";
import { verifyAudit } from "@/lib/admin/commands/audit";
import { isAppError } from "@/lib/platform/app-error";
import { revealSecret } from "@/lib/secrets/reveal/service";
import { creating, SCOPE } from "../operations/secrets";
import { type Random, randomFor } from "../random";
import { openScene, verifyAll } from "../strike";
import { type Tally, tallyOf, times } from "../tally";

const { outside, base } = await openScene();
interface Stored {
  readonly name: string;
  readonly value: string;
}
const stored: Stored[] = [];
for (let n = 0; n < 20; n += 1) {
  const prepared = (await creating.prepare(outside, base)) as Stored;
  await creating.run(outside, prepared);
  stored.push(prepared);
}

/** Turns one bit over in a column of a row; the same again puts it back. */
async function flip(table: string, column: string, where: string, at: number): Promise<void> {
  const type = await outside.pool.query<{ type: string }>(
    "SELECT data_type AS type FROM information_schema.columns WHERE table_name = $1 AND column_name = $2",
    [table, column],
  );
  const isBytes = type.rows[0]?.type === "bytea";
  const bytes = isBytes ? column : `convert_to(${column}, 'UTF8')`;
  const flipped = `set_byte(${bytes}, ${at} % length(${bytes}), get_byte(${bytes}, ${at} % length(${bytes})) # 1)`;
  await outside.pool.query(`
    ALTER TABLE ${table} DISABLE TRIGGER USER;
    UPDATE ${table} SET ${column} = ${isBytes ? flipped : `convert_from(${flipped}, 'UTF8')`} WHERE ${where};
    ALTER TABLE ${table} ENABLE TRIGGER USER`);
}

const reads = (one: Stored) =>
  revealSecret(outside, SCOPE, { name: one.name }).then(
    ({ value }) => (value.reveal() === one.value ? "right" : "another value"),
    (error: unknown) => (isAppError(error) ? error.code : String(error)),
  );

/** Which rows are changed, and what tells of it. */
const KINDS: Readonly<Record<string, (random: Random, tally: Tally) => Promise<void>>> = {
  "a bit of a stored value is turned over": async (random, tally) => {
    const one = random.oneOf(stored);
    const where = `secret_id = (SELECT id FROM secrets WHERE name = '${one.name}')`;
    const at = random.between(0, 1_000);
    await flip("secret_versions", "value", where, at);
    const said = await reads(one);
    if (said !== "sealBroken") tally.lose(`reading it says ${said}`);
    await othersAreRead(one, tally);
    await flip("secret_versions", "value", where, at);
    if ((await reads(one)) !== "right") tally.needHand("it does not open when it is put back");
  },
  "a bit of an event is turned over": async (random, tally) => {
    const { rows } = await outside.pool.query<{ seq: string }>(
      "SELECT seq FROM audit_events WHERE length(detail) > 2 ORDER BY seq",
    );
    const { seq } = random.oneOf(rows);
    const at = random.between(0, 1_000);
    await flip("audit_events", "detail", `seq = ${seq}`, at);
    const { isBad, lines } = await verifyAudit(outside, {});
    if (!isBad || !lines.some((line) => line.includes(`event ${seq} `))) tally.lose(`${seq}: told ${lines}`);
    await othersAreRead(null, tally);
    await flip("audit_events", "detail", `seq = ${seq}`, at);
  },
  "a bit of the seal of a row is turned over": async (random, tally) => {
    const one = random.oneOf(stored);
    const at = random.between(0, 1_000);
    const where = `name = '${one.name}'`;
    await flip("secrets", "seal", where, at);
    const { isBad, lines } = await verifyAudit(outside, {});
    if (!isBad || !lines.some((line) => line.includes(one.name))) tally.lose(`${one.name}: told ${lines}`);
    await othersAreRead(one, tally);
    await flip("secrets", "seal", where, at);
  },
};

async function othersAreRead(one: Stored | null, tally: Tally): Promise<void> {
  for (const other of stored.filter((candidate) => candidate !== one).slice(0, 5)) {
    const said = await reads(other);
    if (said !== "right") tally.lose(`reading another one says ${said}`);
    else tally.told("done");
  }
}

test.each(Object.keys(KINDS))("%s: it is told, by name, and all else goes on", async (kind) => {
  const [tally, random] = [tallyOf(kind), randomFor(kind)];
  for (let n = 0; n < times(60, 2) && tally.hasTime(); n += 1) {
    await KINDS[kind]?.(random, tally);
    tally.inject();
  }
  await verifyAll(outside, tally);
  expect(tally.troubles()).toEqual([]);
});
