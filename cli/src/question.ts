import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { Failure } from "./failure";
import type { Shell } from "./shell";

type Terminal = Pick<Shell, "input" | "notes">;

/** A line that is not shown while it is typed. Needs a terminal. */
export function askHidden(terminal: Terminal, question: string): Promise<string> {
  return ask(terminal, question, new Writable({ write: (_chunk, _encoding, done) => done() }));
}

/** A line that is shown while it is typed. Needs a terminal. */
export function askShown(terminal: Terminal, question: string): Promise<string> {
  return ask(terminal, question, terminal.notes);
}

/** Whether the answer begins with a y. */
export async function confirm(terminal: Terminal, question: string): Promise<boolean> {
  return /^y(es)?$/i.test((await askShown(terminal, `${question} [y/N] `)).trim());
}

async function ask(
  { input, notes }: Terminal,
  question: string,
  echo: NodeJS.WritableStream,
): Promise<string> {
  const isHidden = echo !== notes;
  if (isHidden) notes.write(question);
  const asking = createInterface({ input, output: echo, terminal: true, historySize: 0 });
  try {
    return await new Promise<string>((resolve, reject) => {
      const cancel = () => reject(new Failure("failed", "cancelled, nothing was changed"));
      asking.once("SIGINT", cancel).once("close", cancel);
      asking.question(isHidden ? "" : question).then(resolve, reject);
    });
  } finally {
    asking.close();
    if (isHidden) notes.write("\n");
  }
}
