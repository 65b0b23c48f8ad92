import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { BreakKind } from "./break";
import { evidenceLines, fileOf, leafOf, partsOf, proofTextOf, testEvent } from "./evidence.fixture";
import { LINE_BYTES_MAX } from "./lines";
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
  verify,
} from "./verify.fixture";

type Tampering = readonly [what: string, kind: BreakKind, line: number | null, lines: readonly string[]];

const eventAt = (line: number) => JSON.parse(LINES[line] ?? "");
const withLeaf = (line: number, leaf: Buffer) => changed(line, () => ({ leaf: leaf.toString("base64") }));
const forged = leafOf(testEvent(14, { actorLabel: "eve@example.com" }));
const [first = "", ...rest] = LINES;
const end = LINES.at(-1) ?? "";
const swapped = LINES.with(3, LINES[4] ?? "").with(4, LINES[3] ?? "");
const elsewhere = proofTextOf(13, leavesOf(22), checkpoint(22, log, leavesOf(22)));

const TAMPERINGS: readonly Tampering[] = [
  ["one byte of an event", "eventAltered", 4, withLeaf(3, Buffer.from(LEAVES[13] ?? "").fill("x", 200, 201))],
  [
    "an event, consistently in all its fields",
    "eventAltered",
    4,
    changed(3, ({ event }) => ({
      leaf: forged.toString("base64"),
      event: { ...Object(event), actorLabel: "eve@example.com" },
    })),
  ],
  ["the salt of an event", "eventAltered", 4, withLeaf(3, Buffer.from(LEAVES[13] ?? "").fill("x", 0, 1))],
  [
    "who did it, in what people read",
    "eventAltered",
    4,
    changed(3, ({ event }) => ({ event: { ...Object(event), actorLabel: "eve@example.com" } })),
  ],
  [
    "the detail, in what people read",
    "eventAltered",
    4,
    changed(3, ({ event }) => ({ event: { ...Object(event), detail: { version: 9 } } })),
  ],
  [
    "a field that is left out of what people read",
    "eventAltered",
    4,
    changed(3, ({ event }) => ({ event: { ...Object(event), ip: undefined } })),
  ],
  [
    "a field more in what people read",
    "eventAltered",
    4,
    changed(3, ({ event }) => ({ event: { ...Object(event), reason: "approved" } })),
  ],
  [
    "bytes after an event",
    "eventAltered",
    4,
    withLeaf(3, Buffer.concat([LEAVES[13] ?? Buffer.of(), Buffer.of(0)])),
  ],
  [
    "a hash of a proof",
    "eventAltered",
    4,
    changed(3, ({ proof }) => ({
      proof: String(proof).replace(/\n.(?=.{43}\n)/, "\nZ"),
    })),
  ],
  [
    "a hash less in a proof",
    "proofMismatch",
    4,
    changed(3, ({ proof }) => ({ proof: String(proof).replace(/\n[^\n]{44}\n/, "\n") })),
  ],
  ["the proof from a log of another size", "proofMismatch", 4, changed(3, () => ({ proof: elsewhere }))],
  ["the proof of another event", "eventMisplaced", 4, changed(3, () => ({ proof: eventAt(4).proof }))],
  ["the bytes of another event", "eventMisplaced", 4, changed(3, () => ({ leaf: eventAt(4).leaf }))],
  ["the number of an event", "eventMisplaced", 4, changed(3, () => ({ seq: 15 }))],
  ["two events that are swapped", "eventMisplaced", 5, swapped],
  ["an event that is repeated", "eventMisplaced", 5, LINES.toSpliced(3, 0, LINES[3] ?? "")],
  [
    "an event of another log",
    "eventAltered",
    4,
    LINES.toSpliced(3, 0, changed(3, () => ({ leaf: forged.toString("base64") }))[3] ?? ""),
  ],
  [
    "an event that is put in with its own proof",
    "eventMisplaced",
    9,
    LINES.toSpliced(7, 0, evidenceLines({ leaves: LEAVES, seqs: [2] })[1] ?? ""),
  ],
  ["an event that is taken out", "fileCut", 8 - 1, LINES.toSpliced(3, 1)],
  ["the first event taken out", "fileCut", 8 - 1, LINES.toSpliced(1, 1)],
  ["the last line missing", "fileCut", null, LINES.slice(0, -1)],
  ["all but the first line missing", "fileCut", null, [first]],
  ["the labels", "fileAltered", 8, changed(3, () => ({ labels: { project: "blog", environment: null } }))],
  ["the filters in the first line", "fileAltered", 8, changed(0, () => ({ filters: {} }))],
  ["when it was made", "fileAltered", 8, changed(0, () => ({ made: "2026-11-28T09:00:00.000Z" }))],
  ["a space in a line", "fileAltered", 8, LINES.with(3, `${LINES[3]} `)],
  ["a line after the last one", "fileAltered", 9, [...LINES, end]],
  ["the count in the last line", "fileAltered", 8, changed(7, () => ({ events: 5 }))],
  ["the hash in the last line", "fileAltered", 8, changed(7, () => ({ sha256: "0".repeat(64) }))],
  [
    "the signature of the file",
    "signatureInvalid",
    8,
    changed(7, ({ signature }) => ({ signature: String(signature).replace("\n6\n", "\n7\n") })),
  ],
  [
    "the last line of another file",
    "fileAltered",
    8,
    LINES.with(7, evidenceLines({ leaves: LEAVES, seqs: [21, 20, 14, 9, 8, 2] })[7] ?? ""),
  ],
  ["the last line, signed by another log", "otherLog", 8, resigned(LINES, other)],
  [
    "the size in the checkpoint",
    "signatureInvalid",
    1,
    changed(0, (header) => ({ checkpoint: String(header.checkpoint).replace("\n23\n", "\n24\n") })),
  ],
  [
    "the checkpoint, by one of another log",
    "otherLog",
    1,
    changed(0, () => ({ checkpoint: checkpoint(23, other) })),
  ],
  ["the key, by another log's", "otherLog", 1, changed(0, () => ({ verifierKey: other.verifierKey }))],
  ["the origin", "otherLog", 1, changed(0, () => ({ origin: other.origin }))],
  ["a field more in the first line", "unreadable", 1, changed(0, () => ({ note: "x" }))],
  ["a field more in an event's line", "unreadable", 4, changed(3, () => ({ note: "x" }))],
  [
    "labels that are not names",
    "unreadable",
    4,
    changed(3, () => ({ labels: { project: 1, environment: null } })),
  ],
  ["a line that is not JSON", "unreadable", 4, LINES.with(3, "{")],
  ["a first line that is not JSON", "unknownFormat", 1, ["{", ...rest]],
  [
    "another version of the format",
    "unknownFormat",
    1,
    changed(0, () => ({ format: "strongroom-evidence/2" })),
  ],
  ["nothing of the kind", "unknownFormat", 1, ['{"hello":"world"}']],
  ["nothing at all", "fileCut", null, []],
];

describe("each tampering is found and named", () => {
  it.each(TAMPERINGS)("%s", async (_, kind, line, lines) => {
    expect(await breakOf(lines)).toEqual({ kind, line });
  });

  it("a file that is cut at any byte", async () => {
    const file = Buffer.from(fileOf(LINES));
    const cuts = Array.from({ length: 60 }, (_, at) => Math.floor((at * file.length) / 60));
    for (const length of [...cuts, file.length - 1]) {
      const result = await verifyEvidence(partsOf(file.subarray(0, length)));
      expect(result).toMatchObject({ isIntact: false, break: { kind: "fileCut" } });
    }
  });

  it("a line that does not end, without holding more of it than its limit", async () => {
    let taken = 0;
    const endless = async function* () {
      for (; ; taken += 1_048_576) yield Buffer.alloc(1_048_576, " ");
    };
    expect(await verifyEvidence(endless())).toMatchObject({ break: { kind: "lineTooLong", line: 1 } });
    expect(taken).toBe(LINE_BYTES_MAX);
  });

  it("any one byte, wherever it is", async () => {
    const file = Buffer.from(fileOf(LINES));
    await fc.assert(
      fc.asyncProperty(fc.nat(file.length - 1), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
        const spoilt = Buffer.from(file);
        spoilt.writeUInt8(spoilt.readUInt8(at) ^ flip, at);
        expect((await verifyEvidence(partsOf(spoilt))).isIntact).toBe(false);
      }),
      { numRuns: 300 },
    );
  });

  it("whatever the lines hold, without throwing", async () => {
    const strange = fc.oneof(fc.json(), fc.string(), fc.constantFrom(...LINES));
    await fc.assert(
      fc.asyncProperty(fc.array(strange), async (lines) => {
        if (lines.join() !== LINES.join()) expect((await verify(lines)).isIntact).toBe(false);
      }),
    );
    const deep = `{"seq":1,"at":${"[".repeat(200_000)}${"]".repeat(200_000)}}`;
    expect(await breakOf([deep])).toEqual({ kind: "unreadable", line: 1 });
  });
});
