import { beforeAll, describe, expect, test } from "vitest";
import { sqlOn } from "@/lib/db/sql";
import { newId } from "@/lib/platform/ids";
import { testContext } from "@/test/context";
import { linkEvents } from "../chain";
import { indexLog } from "../indexing/service";
import { termOf } from "../indexing/terms";
import { openAuditLog } from "../log";
import { pruneLog } from "../retention/service";
import { linksOf } from "../store";
import { rootOf, signerOf } from "../tree/service";
import { type Breach, logSource, type Verification, verifyChain } from "./service";

const { ctx, clock } = await testContext();
const { pool } = ctx;
const TABLES = [
  "audit_events",
  "audit_head",
  "audit_index",
  "audit_blocks",
  "audit_tiles",
  "audit_checkpoints",
  "audit_names",
  "audit_activity",
];
const EVENTS = 900;
/** An event of the first full block, and the size of the first checkpoint. */
const [EVENT, FIRST_SIZE] = [100, 600];
const DAY_SECONDS = 86_400;

/** As the owner of the tables can. */
async function tamper(...statements: readonly string[]): Promise<void> {
  await pool.query("ALTER TABLE audit_events DISABLE TRIGGER USER");
  for (const statement of statements) await pool.query(statement);
  await pool.query("ALTER TABLE audit_events ENABLE TRIGGER USER");
}

const verify = (): Promise<Verification> => verifyChain(logSource(ctx));

async function write(count: number): Promise<void> {
  const target = { projectId: newId(), environmentId: newId(), secretId: newId(), name: "API_KEY" };
  const actions = ["secret.revealed", "secret.rotated", "values.read"] as const;
  for (let at = 0; at < count; at += 50)
    await ctx.audit.record(
      ctx,
      Array.from({ length: 50 }, (_, i) => ({ action: actions[i % 3] ?? "secret.used", target })),
    );
}

/** Chains all events from a number on anew, as somebody with the audit key can. */
async function relink(from: number): Promise<void> {
  const { rows } = await pool.query("SELECT seq FROM audit_events WHERE seq >= $1 ORDER BY seq", [from]);
  const links = (
    await linksOf(
      sqlOn(pool),
      rows.map(({ seq }) => Number(seq)),
    )
  ).reverse();
  const [before] = await linksOf(sqlOn(pool), [from - 1]);
  if (!before) throw new Error("there is no event to chain to");
  const forged = linkEvents(
    ctx.keys.derive("audit"),
    before,
    links.map(({ seq: _, hash: __, previousHash: ___, ...rest }) => rest),
  );
  for (const { seq, hash, previousHash } of forged)
    await tamper(
      `UPDATE audit_events SET hash = '\\x${hash.toString("hex")}', previous_hash = '\\x${previousHash.toString("hex")}' WHERE seq = ${seq}`,
    );
  const end = forged.at(-1);
  await tamper(`UPDATE audit_head SET seq = ${end?.seq}, hash = '\\x${end?.hash.toString("hex")}'`);
}

/** Makes index and tree anew; checkpoints stay unless told. */
async function rebuild(...more: readonly string[]): Promise<void> {
  await tamper(
    "DELETE FROM audit_index",
    "DELETE FROM audit_blocks",
    "DELETE FROM audit_tiles",
    "DELETE FROM audit_activity",
    ...more,
  );
  await indexLog(ctx);
}

/** By an instance of its own, which never saw the log longer than it is put back to. */
async function prune(): Promise<void> {
  const audit = openAuditLog({ pool, key: ctx.keys.derive("audit") });
  const days = { read: 90, signIn: null, refusal: null };
  await pruneLog({ ...ctx, audit, retention: { days, archiveDir: null } });
  await audit.close();
}

beforeAll(async () => {
  await write(FIRST_SIZE);
  await indexLog(ctx);
  clock.advanceSeconds(200 * DAY_SECONDS);
  await write(EVENTS - FIRST_SIZE);
  await indexLog(ctx);
  for (const table of TABLES) await pool.query(`CREATE TABLE kept_${table} AS SELECT * FROM ${table}`);
});

/** Puts everything back as it was. */
async function restore(): Promise<void> {
  for (const table of TABLES)
    await tamper(`DELETE FROM ${table}`, `INSERT INTO ${table} SELECT * FROM kept_${table}`);
}

const forgeField = `UPDATE audit_events SET actor_label = 'somebody else' WHERE seq = ${EVENT}`;
const cut = [
  `DELETE FROM audit_events WHERE seq > ${FIRST_SIZE}`,
  `UPDATE audit_head SET (seq, hash) = (SELECT seq, hash FROM audit_events WHERE seq = ${FIRST_SIZE})`,
];

describe("the ways to tamper with the log, and what shows each", () => {
  test.each<readonly [string, { readonly seq: number; readonly breach: Breach }, () => Promise<void>]>([
    ["a field of an event altered", { seq: EVENT, breach: "altered" }, () => tamper(forgeField)],
    [
      "an event removed",
      { seq: EVENT, breach: "removed" },
      () => tamper(`DELETE FROM audit_events WHERE seq = ${EVENT}`),
    ],
    [
      "an event copied to the place of another",
      { seq: EVENT, breach: "altered" },
      () =>
        tamper(
          `DELETE FROM audit_events WHERE seq = ${EVENT}`,
          `INSERT INTO audit_events SELECT (jsonb_populate_record(e, '{"seq":${EVENT},"id":"${newId()}"}')).*
           FROM audit_events e WHERE seq = ${EVENT + 1}`,
        ),
    ],
    [
      "two events swapped",
      { seq: EVENT, breach: "altered" },
      () =>
        tamper(
          `UPDATE audit_events SET seq = -seq WHERE seq IN (${EVENT}, ${EVENT + 1})`,
          `UPDATE audit_events SET seq = ${2 * EVENT + 1} + seq WHERE seq < 0`,
        ),
    ],
    [
      "the end of the log moved",
      { seq: EVENTS - 1, breach: "headMoved" },
      () =>
        tamper(
          "UPDATE audit_head SET (seq, hash) = (SELECT seq, hash FROM audit_events WHERE seq = audit_head.seq - 1)",
        ),
    ],
    [
      "the last events cut off, and the end moved there",
      { seq: EVENTS, breach: "checkpointAhead" },
      () => tamper(...cut),
    ],
    [
      "the last events cut off and written anew by somebody without the key",
      { seq: FIRST_SIZE + 1, breach: "altered" },
      () =>
        tamper(
          ...cut,
          `INSERT INTO audit_events SELECT (jsonb_populate_record(e, jsonb_build_object('seq', e.seq + ${FIRST_SIZE}, 'id', gen_random_uuid()))).*
           FROM audit_events e WHERE seq <= ${EVENTS - FIRST_SIZE}`,
          "UPDATE audit_head SET (seq, hash) = (SELECT seq, hash FROM audit_events ORDER BY seq DESC LIMIT 1)",
        ),
    ],
    [
      "a field altered, and chained anew by somebody with the audit key",
      { seq: EVENT, breach: "treeDiffers" },
      async () => {
        await tamper(forgeField);
        await relink(EVENT);
      },
    ],
    [
      "the same, and the tree made anew",
      { seq: FIRST_SIZE, breach: "checkpointDiffers" },
      async () => {
        await tamper(forgeField);
        await relink(EVENT);
        await rebuild();
      },
    ],
    [
      "the same, and the checkpoints' roots changed to fit",
      { seq: FIRST_SIZE, breach: "checkpointForged" },
      async () => {
        await tamper(forgeField);
        await relink(EVENT);
        await rebuild();
        const root = (await rootOf(sqlOn(pool), FIRST_SIZE)).toString("hex");
        await tamper(`UPDATE audit_checkpoints SET root = '\\x${root}' WHERE size = ${FIRST_SIZE}`);
      },
    ],
    [
      "a checkpoint signed by another key",
      { seq: EVENTS, breach: "checkpointForged" },
      async () => {
        const signer = signerOf({ keys: { ...ctx.keys, derive: () => Buffer.alloc(32, 7) } });
        const root = await rootOf(sqlOn(pool), EVENTS);
        await pool.query("UPDATE audit_checkpoints SET note = $1 WHERE size = $2", [
          signer.checkpoint({ size: EVENTS, root }),
          EVENTS,
        ]);
      },
    ],
    [
      "a leaf of the tree altered",
      { seq: EVENT, breach: "treeDiffers" },
      () =>
        tamper(
          `UPDATE audit_blocks SET leaves = set_byte(leaves, ${(EVENT - 1) * 32}, 255 - get_byte(leaves, ${(EVENT - 1) * 32})) WHERE number = 0`,
        ),
    ],
    [
      "a hash higher up in the tree altered",
      { seq: 512, breach: "treeDiffers" },
      () =>
        tamper(
          "UPDATE audit_tiles SET hashes = set_byte(hashes, 40, 255 - get_byte(hashes, 40)) WHERE level = 1",
        ),
    ],
    [
      "a whole part of the tree removed",
      { seq: 257, breach: "treeDiffers" },
      () => tamper("DELETE FROM audit_blocks WHERE number = 1"),
    ],
    [
      "an event removed as if retention had done it",
      { seq: 1, breach: "otherPruned" },
      async () => {
        await prune();
        expect(await verify()).toMatchObject({ isIntact: true });
        await tamper(`DELETE FROM audit_events WHERE seq = 2`);
      },
    ],
    [
      "a term of a block removed",
      { seq: 257, breach: "blockAltered" },
      () => tamper("UPDATE audit_blocks SET terms = terms[2:] WHERE number = 1"),
    ],
    [
      "a term of a block removed, and its seal",
      { seq: 258, breach: "blockAltered" },
      () =>
        tamper(
          `UPDATE audit_blocks SET seal = NULL, terms = array_remove(terms, ${termOf("action", "secret.rotated")}) WHERE number = 1`,
        ),
    ],
    [
      "the times of a block moved",
      { seq: 769, breach: "blockAltered" },
      () => tamper("UPDATE audit_blocks SET last_at = last_at - interval '1 second' WHERE number = 3"),
    ],
    [
      "the index moved back",
      { seq: 513, breach: "blockAltered" },
      () => tamper(`UPDATE audit_index SET seq = ${FIRST_SIZE}`),
    ],
    [
      "the index moved beyond the log",
      { seq: 769, breach: "blockAltered" },
      () => tamper(`UPDATE audit_index SET seq = ${EVENTS + 1}`),
    ],
    [
      "a block put beyond the end",
      { seq: 1_025, breach: "blockAltered" },
      () =>
        tamper(
          "INSERT INTO audit_blocks SELECT (jsonb_populate_record(b, '{\"number\":4}')).* FROM audit_blocks b WHERE number = 3",
        ),
    ],
    [
      "a name removed",
      { seq: 1, breach: "nameMissing" },
      () => tamper("DELETE FROM audit_names WHERE name = 'API_KEY'"),
    ],
    [
      "a count removed",
      { seq: 1, breach: "countsDiffer" },
      () => tamper("DELETE FROM audit_activity WHERE action = 'secret.revealed'"),
    ],
    [
      "a count of reads raised",
      { seq: 1, breach: "countsDiffer" },
      () => tamper("UPDATE audit_activity SET events = events + 1 WHERE action = 'secret.revealed'"),
    ],
    [
      "a count moved to another project",
      { seq: 2, breach: "countsDiffer" },
      () =>
        tamper("UPDATE audit_activity SET project_id = gen_random_uuid() WHERE action = 'secret.rotated'"),
    ],
    [
      "the count of what retention removed lowered",
      { seq: 513, breach: "countsDiffer" },
      async () => {
        await prune();
        await indexLog(ctx);
        await tamper(
          "UPDATE audit_activity SET events = events - 1 WHERE action = 'secret.revealed' AND hour < (SELECT max(hour) FROM audit_activity)",
        );
      },
    ],
  ])("%s", async (_, { seq, breach }, attack) => {
    expect(await verify()).toMatchObject({ isIntact: true, checked: EVENTS });
    try {
      await attack();
      expect(await verify()).toMatchObject({ isIntact: false, seq, breach });
    } finally {
      await restore();
    }
  });
});
