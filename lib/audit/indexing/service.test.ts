import { createPublicKey, verify } from "node:crypto";
import { expect, test } from "vitest";
import { sqlOn } from "@/lib/db/sql";
import { newId } from "@/lib/platform/ids";
import { testContext } from "@/test/context";
import type { NewAuditEvent } from "../model";
import { linksAfter } from "../store";
import { leafHasher } from "../tree/leaf";
import { nodeHash } from "../tree/merkle";
import { rootOf, signerOf } from "../tree/service";
import { logSource, verifyChain } from "../verification/service";
import { indexLog } from "./service";

const { ctx, database } = await testContext();
const { pool, db } = database;

function events(count: number, name = "STRIPE_KEY"): NewAuditEvent[] {
  return Array.from({ length: count }, () => ({
    action: "secret.revealed" as const,
    target: { projectId: newId(), environmentId: newId(), secretId: newId(), name },
    detail: { version: 1 },
  }));
}

/** The root over all events as they are in the table, computed without any tile. */
async function rootByHand(): Promise<Buffer> {
  const hashOf = leafHasher(ctx.keys.derive("audit-salt"));
  const mth = (leaves: readonly Buffer[]): Buffer => {
    const [first] = leaves;
    if (leaves.length < 2 && first) return first;
    let k = 1;
    while (k * 2 < leaves.length) k *= 2;
    return nodeHash(mth(leaves.slice(0, k)), mth(leaves.slice(k)));
  };
  return mth((await linksAfter(sqlOn(pool), 0, 1_000_000)).map(hashOf));
}

test("a checkpoint covers every event there is, whatever was indexed before, and is signed by the log's key", async () => {
  for (const count of [3, 252, 1, 1, 300, 2_048, 5_000]) {
    await ctx.audit.record(ctx, events(count));
    const { size, root, note } = await indexLog(ctx);
    expect(size).toBe(Number((await db.auditHead.findFirstOrThrow()).seq));
    expect(root).toEqual(await rootByHand());
    const [text = "", signature = ""] = note.split("\n\n");
    const signer = signerOf(ctx);
    expect(text).toBe(`${signer.origin}\n${size}\n${root.toString("base64")}`);
    const signed = Buffer.from(signature.split(" ")[2] ?? "", "base64").subarray(4);
    const key = createPublicKey({
      key: { kty: "OKP", crv: "Ed25519", x: signer.publicKey.toString("base64url") },
      format: "jwk",
    });
    expect(verify(null, Buffer.from(`${text}\n`), key, signed)).toBe(true);
  }
});

test("a checkpoint of a smaller log stays what it was", async () => {
  const before = await indexLog(ctx);
  await ctx.audit.record(ctx, events(700));
  const after = await indexLog(ctx);
  expect(after.size).toBe(before.size + 700);
  expect(await rootOf(sqlOn(pool), before.size)).toEqual(before.root);
});

test("instances that index at the same time, while events come, make one tree", async () => {
  const writing = Promise.all(Array.from({ length: 40 }, () => ctx.audit.record(ctx, events(60))));
  const made = await Promise.all(Array.from({ length: 6 }, () => indexLog(ctx)));
  await writing;
  made.push(await indexLog(ctx));
  const roots = new Map(made.map(({ size, root }) => [size, root.toString("hex")]));
  for (const { size, root } of made) expect(roots.get(size)).toBe(root.toString("hex"));
  expect(made.at(-1)?.root).toEqual(await rootByHand());
  const counted = await db.auditActivity.aggregate({ _sum: { events: true } });
  expect(counted._sum.events).toBe(made.at(-1)?.size);
});

test("nothing is indexed from an altered event on", async () => {
  await ctx.audit.record(ctx, events(5));
  const { size } = await db.auditCheckpoint.findFirstOrThrow({ orderBy: { size: "desc" } });
  const alter = (name: string) =>
    pool.query(`ALTER TABLE audit_events DISABLE TRIGGER USER;
      UPDATE audit_events SET target_name = '${name}' WHERE seq = ${Number(size) + 3};
      ALTER TABLE audit_events ENABLE TRIGGER USER`);
  await alter("FORGED");
  await expect(indexLog(ctx)).rejects.toThrow(`broken at event ${Number(size) + 3} (altered)`);
  expect((await db.auditCheckpoint.findFirstOrThrow({ orderBy: { size: "desc" } })).size).toBe(size);
  await alter("STRIPE_KEY");
  expect((await indexLog(ctx)).size).toBe(Number(size) + 5);
});

test("blocks without a seal, such as those of an earlier version, are written anew from their events", async () => {
  await indexLog(ctx);
  const blocks = () => db.auditBlock.findMany({ orderBy: { number: "asc" } });
  const before = await blocks();
  expect(before.length).toBeGreaterThan(20);
  await pool.query("UPDATE audit_blocks SET seal = NULL, terms = '{7}' WHERE number <> 3");
  await pool.query("DELETE FROM audit_names");
  const { size, root } = await indexLog(ctx);
  expect(await blocks()).toEqual(before);
  expect(await rootOf(sqlOn(pool), size)).toEqual(root);
  expect(await verifyChain(logSource(ctx))).toMatchObject({ isIntact: true });
});

test("a block that was begun and altered is not gone on with", async () => {
  await ctx.audit.record(ctx, events(1));
  const { size } = await indexLog(ctx);
  const number = Math.floor(size / 256);
  const first = number * 256 + 1;
  await pool.query(`CREATE TABLE kept AS SELECT * FROM audit_blocks WHERE number = ${number}`);
  await ctx.audit.record(ctx, events(1));
  for (const attack of [
    `UPDATE audit_blocks SET terms = terms[2:] WHERE number = ${number}`,
    `UPDATE audit_blocks SET leaves = substring(leaves FROM 33) WHERE number = ${number}`,
    `DELETE FROM audit_blocks WHERE number = ${number}`,
  ]) {
    await pool.query(attack);
    await expect(indexLog(ctx)).rejects.toThrow(`broken at event ${first} (blockAltered)`);
    await pool.query(
      `DELETE FROM audit_blocks WHERE number = ${number}; INSERT INTO audit_blocks SELECT * FROM kept`,
    );
  }
  await pool.query(
    `UPDATE audit_blocks SET seal = NULL, leaves = set_byte(leaves, 0, 0) WHERE number = ${number}`,
  );
  await expect(indexLog(ctx)).rejects.toThrow(`broken at event ${first} (treeDiffers)`);
  await pool.query(
    `DELETE FROM audit_blocks WHERE number = ${number}; INSERT INTO audit_blocks SELECT * FROM kept`,
  );
  expect((await indexLog(ctx)).size).toBe(size + 1);
});
