import { describe, expect, it } from "vitest";
import type { BreakKind } from "./break";
import { signedLines } from "./evidence.fixture";
import type { EvidenceOptions } from "./result";
import { breakOf, checkpoint, log, other, verify } from "./verify.fixture";

describe("a plain export", () => {
  const entries = [9, 8, 3].map((seq) =>
    JSON.stringify({ seq, at: "2026-11-23T08:00:00.000Z", action: "x" }),
  );
  const exported = signedLines(log, entries, 3, { verifierKey: log.verifierKey });
  const bare = signedLines(log, entries, 3);
  const key = { verifierKey: log.verifierKey };

  it("is verified as a whole, with the key that it holds or one from elsewhere", async () => {
    expect(await verify(exported)).toMatchObject({
      isIntact: true,
      kind: "export",
      events: 3,
      first: { seq: 3 },
      last: { seq: 9 },
      log: { origin: log.origin, size: null },
    });
    expect(await verify(bare, key)).toMatchObject({ isIntact: true, keySource: "key" });
    expect(await verify(signedLines(log, [], 0), key)).toMatchObject({ isIntact: true, events: 0 });
  });

  it.each<[string, BreakKind, number | null, readonly string[], EvidenceOptions]>([
    ["without a key", "keyMissing", 4, bare, {}],
    ["with another key", "otherLog", 4, bare, { verifierKey: other.verifierKey }],
    [
      "that holds another key than the one from elsewhere",
      "otherLog",
      4,
      exported,
      { verifierKey: other.verifierKey },
    ],
    [
      "with a checkpoint, which it cannot prove",
      "consistencyMissing",
      1,
      exported,
      { checkpoint: checkpoint(9) },
    ],
    [
      "with a line changed",
      "fileAltered",
      4,
      exported.with(1, (exported[1] ?? "").replace('"x"', '"y"')),
      {},
    ],
    ["with a line less", "fileCut", 3, exported.toSpliced(1, 1), {}],
    ["with a line more", "eventMisplaced", 5, exported.toSpliced(1, 0, exported[1] ?? ""), {}],
    ["without its last line", "fileCut", null, exported.slice(0, -1), {}],
    ["with a line that is no event", "unreadable", 2, exported.with(1, "{}"), {}],
    [
      "with its signature changed",
      "signatureInvalid",
      4,
      exported.with(3, (exported[3] ?? "").replace("\\n3\\n", "\\n4\\n")),
      {},
    ],
  ])("%s is not intact", async (_, kind, line, lines, options) => {
    expect(await breakOf(lines, options)).toEqual({ kind, line });
  });
});
