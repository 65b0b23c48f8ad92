import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evidenceLines, fileOf, leafOf, partsOf, testEvent } from "./evidence.fixture";
import { verifyEvidence } from "./verify";
import {
  breakOf,
  changed,
  checkpoint,
  LEAVES,
  LINES,
  leavesOf,
  log,
  other,
  resigned,
  SEQS,
  verify,
} from "./verify.fixture";

describe("an intact file", () => {
  it("is described: events, times, log and key", async () => {
    const seen: unknown[] = [];
    const result = await verify(LINES, { onEvent: ({ seq }, { project }) => seen.push([seq, project]) });
    expect(result).toEqual({
      isIntact: true,
      kind: "evidence",
      events: 6,
      first: { seq: 3, at: "2026-11-23T08:03:03.000Z" },
      last: { seq: 21, at: "2026-11-23T08:21:21.000Z" },
      made: "2026-11-29T09:00:00.000Z",
      filters: { secret: "STRIPE_KEY" },
      log: {
        origin: log.origin,
        verifierKey: log.verifierKey,
        fingerprint: expect.stringMatching(
          new RegExp(`^${log.origin.slice("strongroom/".length)}[0-9a-f]{48}$`),
        ),
        size: 23,
      },
      keySource: "file",
      since: null,
    });
    expect(seen).toEqual(SEQS.map((seq) => [seq, "shop"]));
  });

  it("may come in parts of any size, as bytes or as text, oldest first, and without events", async () => {
    for (const size of [1, 7, 64, 1_000_000])
      expect(await verifyEvidence(partsOf(fileOf(LINES), size))).toMatchObject({ isIntact: true });
    const text = async function* () {
      for (const line of LINES) yield `${line}\n`;
    };
    expect(await verifyEvidence(text())).toMatchObject({ isIntact: true, events: 6 });
    expect(await verify(evidenceLines({ leaves: LEAVES, seqs: SEQS.toReversed() }))).toMatchObject({
      isIntact: true,
    });
    expect(await verify(evidenceLines({ leaves: LEAVES, seqs: [] }))).toMatchObject({
      isIntact: true,
      first: null,
    });
  });

  it("holds for logs and choices of events of any size", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 60 }),
        fc.array(fc.nat(59)),
        fc.nat(59),
        async (size, picks, older) => {
          const leaves = leavesOf(size);
          const seqs = [...new Set(picks.map((pick) => (pick % size) + 1))].sort((a, b) => b - a);
          const since = older % (size + 1);
          const lines = evidenceLines({ leaves, seqs, since });
          const result = await verify(lines, {
            checkpoint: checkpoint(since, log, leaves),
            verifierKey: log.verifierKey,
          });
          expect(result).toMatchObject({
            isIntact: true,
            events: seqs.length,
            since: { size: since, isExpected: true },
            keySource: "key",
          });
        },
      ),
      { numRuns: 25 },
    );
  });

  it("tells about how far it has come", async () => {
    const told: number[] = [];
    const leaves = leavesOf(130);
    const lines = evidenceLines({ leaves, seqs: leaves.map((_, at) => at + 1) });
    await verify(lines, { onProgress: ({ bytes }) => told.push(bytes) });
    expect(told.length).toBe(Math.floor(fileOf(lines).length / (told[0] ?? 1)));
  });
});

describe("against an older checkpoint", () => {
  const since = evidenceLines({ leaves: LEAVES, seqs: SEQS, since: 9 });
  const rewritten = LEAVES.with(4, leafOf(testEvent(5, { actorLabel: "somebody else" })));
  const breakWith = (older: string, lines: readonly string[] = since) =>
    breakOf(lines, { checkpoint: older });

  it("a file that continues it is intact, and so is one of the same size or after nothing at all", async () => {
    const checked = (older: string, lines: readonly string[] = since) => verify(lines, { checkpoint: older });
    expect(await checked(checkpoint(9))).toMatchObject({
      isIntact: true,
      keySource: "checkpoint",
      since: { size: 9, isExpected: true },
    });
    expect(await checked(checkpoint(23), LINES)).toMatchObject({
      isIntact: true,
      since: { size: 23, isExpected: true },
    });
    expect(await checked(checkpoint(0), LINES)).toMatchObject({
      isIntact: true,
      since: { size: 0, isExpected: true },
    });
    expect(await checked(`\r\n${checkpoint(9).replaceAll("\n", "\r\n")}`)).toMatchObject({ isIntact: true });
    expect(await verify(since)).toMatchObject({
      isIntact: true,
      keySource: "file",
      since: { size: 9, isExpected: false },
    });
  });

  it("history that was rewritten is found, with and without a proof", async () => {
    const before = checkpoint(9, log, rewritten);
    expect(await breakWith(before)).toEqual({ kind: "inconsistent", line: 8 });
    expect(await breakWith(checkpoint(23, log, rewritten))).toEqual({ kind: "inconsistent", line: 1 });
    expect(await breakWith(checkpoint(9), resigned(changed(7, () => ({ since: before }), since)))).toEqual({
      kind: "inconsistent",
      line: 8,
    });
    const spoilt = changed(7, ({ hashes }) => ({ hashes: Object(hashes).slice(1) }), since);
    expect(await breakWith(checkpoint(9), spoilt)).toEqual({ kind: "inconsistent", line: 8 });
  });

  it("a log that is shorter, a proof that is missing or for another one, and other logs are named", async () => {
    expect(await breakWith(checkpoint(23), evidenceLines({ leaves: leavesOf(22), seqs: [] }))).toEqual({
      kind: "checkpointNewer",
      line: 1,
    });
    expect(await breakWith(checkpoint(9), LINES)).toEqual({ kind: "consistencyMissing", line: null });
    expect(await breakWith(checkpoint(8))).toEqual({ kind: "consistencyMissing", line: null });
    expect(await breakWith(checkpoint(9, other))).toEqual({ kind: "otherLog", line: 1 });
    expect(await breakWith(checkpoint(9).replace("\n9\n", "\n8\n"))).toEqual({
      kind: "signatureInvalid",
      line: 1,
    });
    expect(await breakWith("hello")).toEqual({ kind: "checkpointUnreadable", line: null });
    expect(await breakWith(checkpoint(9), since.toSpliced(7, 0, since[7] ?? ""))).toEqual({
      kind: "eventMisplaced",
      line: 9,
    });
    expect(
      await breakWith(
        checkpoint(9),
        changed(7, () => ({ hashes: ["?"] }), since),
      ),
    ).toEqual({ kind: "unreadable", line: 8 });
  });
});

describe("with a key from elsewhere", () => {
  it("only that log's files are taken", async () => {
    expect(await verify(LINES, { verifierKey: `${log.verifierKey}\n` })).toMatchObject({
      isIntact: true,
      keySource: "key",
    });
    expect(await breakOf(LINES, { verifierKey: other.verifierKey })).toEqual({ kind: "otherLog", line: 1 });
    expect(await breakOf(LINES, { verifierKey: "hello" })).toEqual({ kind: "keyUnreadable", line: null });
  });
});
