import { createInterface } from "node:readline";
import { isWholeShare, parseShare, type Share, wrongRow } from "@/lib/keys/shares/share-text";
import { complaintAbout } from "@/lib/keys/shares/shares";
import type { Shell } from "./shell";

const INPUT_BYTES_MAX = 64 * 1_024;

type Terminal = Pick<Shell, "input" | "notes">;

/**
 * As many shares as their sheet needs: asked for row by row, each checked as it is typed, or the lines of standard input, one share
 * in each; empty lines and those that begin with # do not count. Never an argument.
 */
export async function askShares(shell: Terminal): Promise<Share[]> {
  if (!shell.input.isTTY) return sharesIn(await wholeInput(shell.input));
  const asking = createInterface({ input: shell.input, output: shell.notes, historySize: 0 });
  const lines = asking[Symbol.asyncIterator]();
  const ask: Ask = async (question) => {
    asking.setPrompt(question);
    asking.prompt();
    const { value, done } = await lines.next();
    if (done) throw new Error("Nothing was done.");
    return value;
  };
  try {
    return await askAll(ask, (text) => void shell.notes.write(`${text}\n`));
  } finally {
    asking.close();
  }
}

type Ask = (question: string) => Promise<string>;

async function askAll(ask: Ask, tell: (text: string) => void): Promise<Share[]> {
  const shares: Share[] = [];
  for (;;) {
    const [first] = shares;
    if (first && shares.length >= first.threshold) return shares;
    tell(
      first ? `Share ${shares.length + 1} of the ${first.threshold} that are needed:` : "The first share:",
    );
    try {
      const share = parseShare(await askRows(ask, tell));
      const complaint = complaintAbout([...shares, share]);
      if (complaint !== null) throw new Error(complaint);
      shares.push(share);
      tell(`That is share ${share.number} of ${share.count}.`);
    } catch (error) {
      if (!(error instanceof Error) || error.message === "Nothing was done.") throw error;
      tell(`${error.message}. Type that share again, or another one.`);
    }
  }
}

/** A row that is wrong is asked for again, the others are kept. A whole share in one line will do as well. */
async function askRows(ask: Ask, tell: (text: string) => void): Promise<string> {
  const rows: string[] = [];
  while (!isWholeShare(rows.join(""))) {
    const row = await ask(`  row ${rows.length + 1}: `);
    const complaint = wrongRow([...rows, row].join(""));
    if (complaint === null) rows.push(row);
    else tell(`  ${complaint}: type the row again.`);
  }
  return rows.join("");
}

function sharesIn(text: string): Share[] {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== "" && !line.startsWith("#"));
  if (lines.length === 0) throw new Error("no shares were given on standard input: one in each line");
  return lines.map((line, i) => {
    try {
      return parseShare(line);
    } catch (error) {
      throw new Error(`share in line ${i + 1}: ${error instanceof Error ? error.message : error}`, {
        cause: error,
      });
    }
  });
}

async function wholeInput(input: AsyncIterable<string | Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of input) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > INPUT_BYTES_MAX) throw new Error("standard input is too long for shares");
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString("utf8");
}
