import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test, vi } from "vitest";
import {
  evidenceLines,
  fileOf,
  leafOf,
  signedLines,
  testEvent,
} from "@/sdk/src/audit-proof/evidence.fixture";
import { changed, checkpoint, LEAVES, LINES, log, other, SEQS } from "@/sdk/src/audit-proof/verify.fixture";
import type { Shell } from "../../shell";
import { type Around, cli } from "../../shell.fixture";
import { progressLine } from "./progress";

const folder = mkdtempSync(join(tmpdir(), "strongroom-audit-"));
afterAll(() => rmSync(folder, { recursive: true }));

const verify = (args: readonly string[], around: Around = {}) =>
  cli(["audit", "verify", ...args], { folder, ...around });
const file = (name: string, text: string) => writeFileSync(join(folder, name), text);

file("good.jsonl", fileOf(LINES));
file("since.jsonl", fileOf(evidenceLines({ leaves: LEAVES, seqs: SEQS, since: 9 })));
file("bad.jsonl", fileOf(changed(3, () => ({ seq: 15 }))));
file("monday.txt", checkpoint(9));
file("monday.jsonl", fileOf(evidenceLines({ leaves: LEAVES.slice(0, 9), seqs: [4] })));

describe("audit verify", () => {
  test("says what an intact file holds, and that its key is its own", async () => {
    const { code, output, notes } = await verify(["good.jsonl"]);
    expect(code).toBe(0);
    expect(output).toMatch(/^Intact: every event is in the log\nevents +6\nnumbers +3 to 21\n/);
    expect(output).toContain(`${log.origin}, 23 events`);
    expect(output).toContain("(the file's own)");
    expect(notes).toContain("give --key");
    expect((await verify(["good.jsonl", "--key", log.verifierKey])).notes).toBe("");
    expect((await verify(["-"], { input: fileOf(LINES) })).code).toBe(0);
  });

  test("names the first thing that is broken, and exits with 1", async () => {
    const broken = await verify(["bad.jsonl"]);
    expect(broken.code).toBe(1);
    expect(broken.output).toMatch(/^Broken at line 4: .* \(eventMisplaced\)\nevents +2 before that\n/);
    const { output, code } = await verify(["bad.jsonl", "--json"]);
    expect([code, JSON.parse(output)]).toMatchObject([1, { isIntact: false, break: { line: 4 } }]);
    expect((await verify(["good.jsonl", "--key", other.verifierKey])).output).toContain("(otherLog)");
  });

  test("takes an older checkpoint, or the one of older evidence", async () => {
    for (const older of ["monday.txt", "monday.jsonl"]) {
      const { code, output, notes } = await verify(["since.jsonl", "--checkpoint", older]);
      expect([code, notes]).toEqual([0, ""]);
      expect(output).toContain("continues the log of 9 events, as given");
    }
    expect((await verify(["good.jsonl", "--checkpoint", "monday.txt"])).output).toContain(
      "(consistencyMissing)",
    );
  });

  test.each([
    ["a file that is not there", ["absent.jsonl"]],
    ["a folder", ["."]],
    ["a checkpoint that is not there", ["good.jsonl", "--checkpoint", "absent.txt"]],
    ["a checkpoint that is none", ["good.jsonl", "--checkpoint", "other.json"]],
    ["a key that is none", ["good.jsonl", "--key", "hello"]],
    ["a file of another kind", ["other.json"]],
    ["a CSV file", ["export.csv"]],
    ["an export without a key", ["export.jsonl"]],
    ["a list of events as JSON", ["good.jsonl", "--events", "--json"]],
  ])("exits with 2 for %s, and says so", async (_, args) => {
    file("other.json", '{"hello":"world"}\n');
    file("export.csv", "seq,at\r\n1,2\r\n");
    file("export.jsonl", fileOf(signedLines(log, [], 0)));
    const { code, output, notes } = await verify(args);
    expect([code, output]).toEqual([2, ""]);
    expect(notes).toMatch(/^strongroom: ./);
  });

  test("shows on a terminal how far it is, and takes that away again", () => {
    const written: string[] = [];
    const notes = { isTTY: true, write: (text: string) => written.push(text) };
    const clock = vi.spyOn(Date, "now").mockReturnValue(0);
    const progress = progressLine({ notes } as unknown as Shell, 1_000_000);
    progress.show({ bytes: 100_000, events: 40 });
    clock.mockReturnValue(300);
    progress.show({ bytes: 500_000, events: 200 });
    progress.clear();
    expect(written).toEqual(["\rverifying: 50 %, 200 events", `\r${" ".repeat(27)}\r`]);
  });

  test("lists events without what could move the cursor", async () => {
    const evil = [leafOf(testEvent(1, { actorLabel: "\u001b[2Jeve\r\nroot", targetName: "\u202eKEY" }))];
    const { output } = await verify(["-", "--events"], {
      input: fileOf(evidenceLines({ leaves: evil, seqs: [1] })),
    });
    expect(output).toContain(
      "1  2026-11-23T08:01:01.000Z  \ufffd[2Jeve\ufffd\ufffdroot  secret.revealed  \ufffdKEY  shop\n",
    );
    expect(output).not.toContain("\u001b");
    const filters = changed(0, () => ({ filters: { q: "\u001b[2J" } }));
    const shown = await verify(["-"], { input: fileOf(signedLines(log, filters.slice(0, -1), SEQS.length)) });
    expect(shown.code).toBe(0);
    expect(shown.output).not.toContain("\u001b");
  });
});
