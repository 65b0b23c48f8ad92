import { createHash } from "node:crypto";
import { createReadStream, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ensureBuiltIns } from "@/lib/projects/service";
import { isSignedBy, parseNote } from "@/sdk/src/audit-proof/signed-note";
import { parseVerifierKey } from "@/sdk/src/audit-proof/verifier-key";
import { verifyEvidence } from "@/sdk/src/audit-proof/verify";
import { testContext } from "@/test/context";
import { failure } from "@/test/failure";
import { indexLog } from "../indexing/service";
import type { NewAuditEvent } from "../model";
import { readLogKey } from "../proof/service";
import { drawSample } from "./draw";
import { packChunks } from "./loaders";
import { PACK_FILES } from "./model";
import { packViewOf } from "./schema";
import { beginPack } from "./service";

const { ctx, clock, asRole, database } = await testContext();
const auditor = { ...ctx, actor: await asRole("auditor") };
const folder = mkdtempSync(join(tmpdir(), "strongroom-pack-"));
afterAll(() => rmSync(folder, { recursive: true }));
const PAGE = "public/audit-verify.html";
const period = { from: "2026-10-01", to: "2026-10-31" };
const at = (moment: string) => clock.set(new Date(moment));

beforeAll(async () => {
  at("2026-09-01T00:00:00Z");
  await ensureBuiltIns(ctx);
  const { id: projectId } = await database.db.project.findUniqueOrThrow({ where: { slug: "default" } });
  const events = (action: NewAuditEvent["action"], count: number): NewAuditEvent[] =>
    Array.from({ length: count }, (_, n) => ({ action, target: { projectId, name: `N${n}` } }));
  at("2026-10-02T00:00:00Z");
  await ctx.audit.record(ctx, events("secret.rotated", 400));
  await ctx.audit.record(ctx, events("secret.revealed", 300));
  await ctx.audit.record(ctx, [{ action: "settings.changed" }]);
  at("2026-11-02T00:00:00Z");
  await ctx.audit.record(ctx, events("secret.rotated", 5));
  at("2026-11-03T00:00:00Z");
});

const viewOf = (input: object) => packViewOf({ ...period, ...input }, ctx.now());

/** A pack as it is downloaded, unpacked by somebody else's program. */
async function packOf(input: object = {}): Promise<string> {
  const pack = await beginPack(auditor, viewOf(input));
  const chunks: Uint8Array[] = [];
  for await (const chunk of packChunks(auditor, pack, PAGE)) chunks.push(chunk);
  const to = mkdtempSync(join(folder, "pack-"));
  for (const [name, bytes] of filesIn(Buffer.concat(chunks))) writeFileSync(join(to, name), bytes);
  return to;
}

/** The files of a ZIP by its directory at the end, stored as they are. */
function filesIn(zip: Buffer): Map<string, Buffer> {
  const end = zip.lastIndexOf("PK\x05\x06");
  const files = new Map<string, Buffer>();
  for (let at = zip.readUInt32LE(end + 16); zip.readUInt32LE(at) === 0x02014b50; ) {
    const [size, nameLength, extraLength] = [
      zip.readUInt32LE(at + 24),
      zip.readUInt16LE(at + 28),
      zip.readUInt16LE(at + 30),
    ];
    const local = zip.readUInt32LE(at + 42);
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const bytes = zip.subarray(start, start + size);
    expect([zip.readUInt16LE(at + 10), zip.readUInt32LE(at + 16)]).toEqual([0, crc32(bytes)]);
    files.set(zip.toString("utf8", at + 46, at + 46 + nameLength), bytes);
    at += 46 + nameLength + extraLength + zip.readUInt16LE(at + 32);
  }
  expect([...files.keys()]).toEqual(Object.keys(PACK_FILES));
  return files;
}

describe("a pack", () => {
  test("holds its files, and a signed note of what each is", async () => {
    const to = await packOf();
    const { verifierKey } = await readLogKey(auditor);
    const key = parseVerifierKey(verifierKey);
    const note = parseNote(readFileSync(join(to, "manifest.note"), "utf8"));
    expect(key && note && (await isSignedBy(note, key))).toBe(true);
    const [format, origin, ...lines] = note?.text.trim().split("\n") ?? [];
    expect([format, origin]).toEqual(["strongroom-pack/1", key?.name]);
    const hashOf = (name: string) =>
      createHash("sha256")
        .update(readFileSync(join(to, name)))
        .digest("hex");
    const signed = Object.keys(PACK_FILES).filter((name) => name !== "manifest.note");
    expect(lines).toEqual(signed.map((name) => `${hashOf(name)}  ${name}`));
    const manifest = JSON.parse(readFileSync(join(to, "manifest.json"), "utf8"));
    expect(manifest).toMatchObject({ format: "strongroom-pack/1", verifierKey, sample: { of: 701 } });
    expect(
      manifest.files.map(({ name, sha256 }: { name: string; sha256: string }) => `${sha256}  ${name}`),
    ).toEqual(lines.slice(0, -1));
    const readme = readFileSync(join(to, "README.txt"), "utf8");
    for (const text of [verifierKey, manifest.sample.seed, "25 events were drawn out of 701"])
      expect(readme).toContain(text);
    expect(readFileSync(join(to, "audit-verify.html"))).toEqual(readFileSync(PAGE));
  });

  test("has all changes of the period and no others, signed by themselves", async () => {
    const to = await packOf();
    const { verifierKey } = await readLogKey(auditor);
    const file = createReadStream(join(to, "changes.jsonl"));
    expect(await verifyEvidence(file, { verifierKey })).toMatchObject({ isIntact: true, events: 401 });
    expect(readFileSync(join(to, "changes.csv"), "utf8").trim().split("\r\n")).toHaveLength(402);
    const narrow = await packOf({ project: "default" });
    const narrowed = createReadStream(join(narrow, "changes.jsonl"));
    expect(await verifyEvidence(narrowed, { verifierKey })).toMatchObject({ isIntact: true, events: 400 });
    expect(readFileSync(join(narrow, "access.csv"), "utf8")).toContain("default");
  });

  test.each([["1"], ["25"], ["500"]])(
    "has a sample of %s events that verifies, and whose draw can be repeated",
    async (sample) => {
      const to = await packOf({ sample });
      const { verifierKey } = await readLogKey(auditor);
      const seqs: number[] = [];
      const file = createReadStream(join(to, "sample.jsonl"));
      const onEvent = ({ seq }: { seq: number }) => void seqs.push(seq);
      expect(await verifyEvidence(file, { verifierKey, onEvent })).toMatchObject({
        isIntact: true,
        kind: "evidence",
        events: Number(sample),
      });
      const manifest = JSON.parse(readFileSync(join(to, "manifest.json"), "utf8"));
      const all = await database.db.auditEvent.findMany({
        where: { at: { gte: new Date("2026-10-01"), lt: new Date("2026-11-01") } },
      });
      const keyOf = (seq: bigint) =>
        createHash("sha256").update(`${manifest.sample.seed}:${seq}`).digest("hex");
      const lots = all.map(({ seq }) => ({ seq: Number(seq), key: keyOf(seq) }));
      const smallest = lots.sort((a, b) => (a.key < b.key ? -1 : 1)).slice(0, Number(sample));
      expect(seqs).toEqual(smallest.map(({ seq }) => seq).sort((a, b) => b - a));
      expect(manifest.sample.seqs).toEqual(seqs);
    },
  );

  test("is on record, with its seed", async () => {
    const { draw } = await beginPack(auditor, viewOf({ project: "default", sample: "3" }));
    const [last] = await database.db.auditEvent.findMany({ orderBy: { seq: "desc" }, take: 1 });
    expect(last).toMatchObject({ action: "audit.packed", actorId: auditor.actor.id });
    expect(JSON.parse(last?.detail ?? "")).toMatchObject({
      project: "default",
      events: 700,
      sample: 3,
      seed: draw.seed,
    });
  });

  test("is for those who read the whole log, and of something", async () => {
    const member = { ...ctx, actor: await asRole("member") };
    expect(await failure(beginPack(member, viewOf({})))).toMatchObject({ code: "forbidden" });
    for (const input of [
      { from: "2026-08-01", to: "2026-08-02" },
      { project: "absent" },
      { environment: "production" },
    ])
      expect(await failure(beginPack(auditor, viewOf(input)))).toMatchObject({
        code: "validation",
        context: { fields: { from: ["The log has no events of this in the period."] } },
      });
  });
});

test("each event is as likely as any other", async () => {
  const { size } = await indexLog(ctx);
  const counts = new Map<number, number>();
  for (let n = 0; n < 200; n += 1) {
    const draw = await drawSample(ctx.pool, { action: "secret.revealed" }, { upTo: size, size: 30 });
    for (const seq of draw.seqs) counts.set(seq, (counts.get(seq) ?? 0) + 1);
  }
  // Each of 300 events is expected 20 times; what is beyond these bounds comes up once in a million runs.
  expect(counts.size).toBe(300);
  expect(Math.max(...counts.values())).toBeLessThan(50);
});

test.each([
  [{ from: "2026-02-30" }, { from: ["There is no such day."] }],
  [{ from: "2026-03-02", to: "2026-03-01" }, { to: ["This is before the start."] }],
  [{ from: "2030-01-01", to: "2030-01-02" }, { from: ["This has not come yet."] }],
  [{ sample: "500", project: "x".repeat(65) }, { project: ["Too long: at most 64 characters."] }],
])("%j is said to be wrong", (input, errors) => {
  expect(viewOf(input).errors).toEqual(errors);
});

test.each(["0", "501", "abc", "-1", "2.5", "1e2", "25x"])("a sample of %s is none", (sample) => {
  expect(viewOf({ sample }).errors).toEqual({ sample: ["Give a number of events from 1 to 500."] });
});

test("a pack is of 30 days and 25 events unless told", () => {
  const { typed, sample, errors } = packViewOf({ sample: " " }, ctx.now());
  expect([typed.from, typed.to, sample, errors]).toEqual(["2026-10-05", "2026-11-03", 25, {}]);
});
