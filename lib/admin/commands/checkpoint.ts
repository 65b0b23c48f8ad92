import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { indexLog } from "@/lib/audit/indexing/service";
import { notesIn } from "@/lib/audit/outlets/notes";
import { type CheckedNote, checkNotes, MISMATCHES } from "@/lib/audit/outlets/witness-check";
import type { Ctx } from "@/lib/context";
import { counted } from "@/lib/counted";
import { fieldError } from "@/lib/platform/app-error";
import type { Answer, Shell } from "../shell";

/** The signed end of the log as it is now, to note down outside of this host. */
export async function showCheckpoint(ctx: Ctx): Promise<Answer> {
  const { size, root, note } = await indexLog(ctx);
  return {
    data: { size, root: root.toString("base64"), checkpoint: note },
    lines: note.trimEnd().split("\n"),
  };
}

/** The text of a file, or of standard input for `-`. Throws `validation` for one that cannot be read. */
export async function readCheckpoints(path: string, { input }: Pick<Shell, "input">): Promise<string> {
  if (path === "-") return text(input);
  return readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw fieldError("check", `This file cannot be read (${error.code}).`);
  });
}

/** Compares every checkpoint in a text with this log. Throws `validation` where there is none. */
export async function compareCheckpoints(ctx: Ctx, found: string): Promise<Answer> {
  const notes = notesIn(found);
  if (notes.length === 0) throw fieldError("check", "There is no checkpoint in it.");
  await indexLog(ctx);
  const checked = await checkNotes(ctx, notes);
  const isWrong = ({ verdict }: CheckedNote) => verdict !== "ok" && verdict !== "otherLog";
  return {
    data: { checkpoints: checked },
    lines: checked.map(lineOf),
    // Where all are of other logs, nothing was compared.
    isBad: checked.some(isWrong) || !checked.some(({ verdict }) => verdict === "ok"),
  };
}

function lineOf({ origin, size, verdict }: CheckedNote): string {
  const label = verdict === "ok" ? "ok" : verdict === "otherLog" ? "other log" : "mismatch";
  const reason = verdict === "otherLog" ? origin : MISMATCHES[verdict];
  return `${label.padEnd(9)}  ${counted(size, "event")}${reason ? `: ${reason}` : ""}`;
}
