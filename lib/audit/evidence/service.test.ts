import { describe, expect, test } from "vitest";
import { newId } from "@/lib/platform/ids";
import { download } from "@/lib/web/download";
import { verifyEvidence } from "@/sdk/src/audit-proof/verify";
import { testContext } from "@/test/context";
import { failure } from "@/test/failure";
import { indexLog } from "../indexing/service";
import type { NewAuditEvent } from "../model";
import { readLogKey } from "../proof/service";
import { AUDIT_COLUMNS } from "../reading/model";
import type { AuditFilters } from "../reading/schema";
import { exportAudit } from "../reading/service";
import { EVIDENCE_EVENTS_MAX } from "./model";
import { makeEvidence } from "./service";

const { ctx, database, asRole, as } = await testContext();
const auditor = as(await asRole("auditor"));
const { verifierKey, keyName } = await readLogKey(auditor);

function events(count: number, name = "STRIPE_KEY"): NewAuditEvent[] {
  return Array.from({ length: count }, (_, n) => ({
    action: "secret.rotated" as const,
    target: { projectId: newId(), environmentId: newId(), secretId: newId(), name },
    detail: { version: n, why: "Ü \u2028 \u001b[2J" },
  }));
}

/** As it is downloaded. */
async function fileOf(filters: AuditFilters = {}, since?: string): Promise<string> {
  const { lines: rows, end } = await makeEvidence(auditor, filters, since);
  return download(auditor, { fileName: "e", format: "jsonl", columns: [], rows, end }).text();
}

async function* partsOf(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

await ctx.audit.record(ctx, [...events(300), ...events(3, "OTHER"), ...events(300)]);
const monday = await indexLog(ctx);
await ctx.audit.record(ctx, events(700));

describe("evidence", () => {
  test("verifies with the public key alone, and holds what was asked for", async () => {
    const seqs: number[] = [];
    const result = await verifyEvidence(partsOf(await fileOf({ secret: "other" })), {
      verifierKey,
      onEvent: ({ seq }) => seqs.push(seq),
    });
    expect(result).toMatchObject({
      isIntact: true,
      events: 3,
      keySource: "key",
      filters: { secret: "other" },
    });
    const found = await database.db.auditEvent.findMany({
      where: { targetName: "OTHER" },
      orderBy: { seq: "desc" },
    });
    expect(seqs).toEqual(found.map(({ seq }) => Number(seq)));
    expect(await verifyEvidence(partsOf(await fileOf({ secret: "absent" })))).toMatchObject({
      isIntact: true,
      events: 0,
    });
  });

  test("covers the log up to now, page by page, and is put on record", async () => {
    const text = await fileOf();
    const size = Number((await database.db.auditHead.findFirstOrThrow()).seq) - 1;
    expect(await verifyEvidence(partsOf(text))).toMatchObject({
      isIntact: true,
      events: size,
      first: { seq: 1 },
      last: { seq: size },
      log: { size },
    });
    const [recorded] = await database.db.auditEvent.findMany({ orderBy: { seq: "desc" }, take: 1 });
    expect(recorded).toMatchObject({
      action: "audit.exported",
      actorKind: "user",
      detail: `{"events":${size},"narrowedBy":[]}`,
    });
  });

  test("continues an older checkpoint, named by its text or its size, and no other", async () => {
    for (const since of [monday.note, monday.note.replaceAll("\n", "\r\n"), String(monday.size)]) {
      const file = await fileOf({ secret: "other" }, since);
      const result = await verifyEvidence(partsOf(file), { checkpoint: monday.note });
      expect(result).toMatchObject({
        isIntact: true,
        keySource: "checkpoint",
        since: { size: monday.size, isExpected: true },
      });
    }
    const other = await testContext();
    await other.ctx.audit.record(other.ctx, events(3));
    const foreign = (await indexLog(other.ctx)).note;
    expect(await failure(fileOf({}, foreign))).toMatchObject({
      code: "validation",
      detail: expect.anything(),
    });
    for (const since of ["99999", "-1", "hello", `${keyName}\nx\n`])
      expect(await failure(fileOf({}, since))).toMatchObject({ code: "validation" });
  });

  test("is for those who read the whole log", async () => {
    const member = as(await asRole("member"));
    expect(await failure(makeEvidence(member, {}))).toMatchObject({ code: "forbidden" });
  });

  test("has at most 10,000 events, and says what to do about more", async () => {
    await ctx.audit.record(ctx, events(EVIDENCE_EVENTS_MAX));
    expect(await failure(fileOf())).toMatchObject({
      code: "tooLarge",
      detail: expect.stringContaining("10,000 events"),
    });
    expect((await database.db.auditEvent.findFirstOrThrow({ orderBy: { seq: "desc" } })).action).toBe(
      "secret.rotated",
    );
  });
});

test("a plain export is signed as a whole", async () => {
  const { rows, end } = await exportAudit(auditor, { secret: "other" });
  const answer = download(auditor, { fileName: "e", format: "jsonl", columns: AUDIT_COLUMNS, rows, end });
  const text = await answer.text();
  expect(await verifyEvidence(partsOf(text), { verifierKey })).toMatchObject({
    isIntact: true,
    kind: "export",
    events: 3,
  });
  expect(await verifyEvidence(partsOf(text.replace("OTHER", "ELSE!")))).toMatchObject({
    break: { kind: "fileAltered" },
  });
});
