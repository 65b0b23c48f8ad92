import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { fieldError } from "@/lib/platform/app-error";
import type { Shell } from "./shell";

const INPUT_BYTES_MAX = 16 * 1_024;

/** A new password: asked for twice without showing it, or the one line of standard input. Never an argument. */
export async function askNewPassword(shell: Pick<Shell, "input" | "notes">): Promise<string> {
  if (!shell.input.isTTY) return lineOf(await wholeInput(shell.input));
  const [first, second] = [await ask(shell, "Password: "), await ask(shell, "The same again: ")];
  if (first !== second) throw fieldError("password", "The two are not the same.");
  return first;
}

async function ask({ input, notes }: Pick<Shell, "input" | "notes">, question: string): Promise<string> {
  const silence = new Writable({ write: (_chunk, _encoding, done) => done() });
  const asking = createInterface({ input, output: silence, terminal: true, historySize: 0 });
  notes.write(question);
  try {
    return await new Promise<string>((resolve, reject) => {
      const cancel = () => reject(new Error("Nothing was changed."));
      asking.once("SIGINT", cancel).once("close", cancel);
      asking.question("").then(resolve, reject);
    });
  } finally {
    asking.close();
    notes.write("\n");
  }
}

async function wholeInput(input: AsyncIterable<string | Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of input) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > INPUT_BYTES_MAX) throw fieldError("password", "Standard input is too long for a password.");
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** The newline that `echo` adds is no part of a password; any other stays. */
function lineOf(text: string): string {
  const line = text.replace(/\r?\n$/, "");
  if (/[\r\n]/.test(line)) throw fieldError("password", "Standard input has more than one line.");
  if (line === "")
    throw fieldError("password", "Type the password when asked, or give it on standard input.");
  return line;
}
