import { userInfo } from "node:os";
import type { Ctx } from "@/lib/context";
import { type AppError, isAppError } from "@/lib/platform/app-error";
import type { Environment } from "@/lib/platform/settings";
import { bootForAdmin, contextOf } from "@/lib/runtime/boot";
import type { Runtime } from "@/lib/runtime/registry";

/** What a command answers: `data` for machines, `lines` for people. */
export interface Answer {
  readonly data: Readonly<Record<string, unknown>>;
  readonly lines: readonly string[];
  /** True when the command did its work and what it found is wrong. */
  readonly isBad?: boolean;
}

/** A started instance, as commands use it. */
export interface Instance {
  readonly ctx: Ctx;
  readonly runtime: Runtime;
}

/** What every command has around it. */
export interface Shell {
  readonly env: Environment;
  /** Folder of the checkout. */
  readonly root: string;
  readonly input: NodeJS.ReadStream;
  /** For the answer, and nothing else. */
  readonly output: NodeJS.WritableStream;
  /** For progress, questions and errors. */
  readonly notes: NodeJS.WriteStream;
}

export const EXIT = { done: 0, failed: 1, usage: 2 } as const;

/** Starts the instance beside a running server or without one, does the work as the operator, and stops it again. */
export async function withInstance<T>(shell: Shell, work: (instance: Instance) => Promise<T>): Promise<T> {
  const warn = (text: string) => void shell.notes.write(text);
  const { runtime, stop } = await bootForAdmin(shell.env, shell.root, warn);
  try {
    return await work({
      runtime,
      ctx: contextOf(runtime.services, { kind: "operator", name: operatorName() }),
    });
  } finally {
    await stop();
  }
}

/** Runs a command, writes its answer or its error, and says with which code to exit. */
export async function answering(
  shell: Shell,
  asJson: boolean,
  command: () => Promise<Answer>,
): Promise<number> {
  try {
    const { data, lines, isBad = false } = await command();
    shell.output.write(asJson ? `${JSON.stringify(data)}\n` : lines.map((line) => `${line}\n`).join(""));
    return isBad ? EXIT.failed : EXIT.done;
  } catch (error) {
    if (asJson) shell.output.write(`${JSON.stringify({ error: errorObject(error) })}\n`);
    else shell.notes.write(`${messagesOf(error).join("\n")}\n`);
    return isAppError(error) && error.code === "validation" ? EXIT.usage : EXIT.failed;
  }
}

function errorObject(error: unknown) {
  if (!isAppError(error)) return { code: "failed", message: messagesOf(error).join(" ") };
  return { code: error.code, message: error.detail, fields: error.context.fields ?? {} };
}

function messagesOf(error: unknown): readonly string[] {
  if (isAppError(error)) return fieldLines(error);
  return [error instanceof Error ? error.message : String(error)];
}

function fieldLines(error: AppError): readonly string[] {
  const fields = Object.entries(error.context.fields ?? {});
  if (fields.length === 0) return [error.detail];
  return fields.flatMap(([field, messages]) => messages.map((message) => `${field}: ${message}`));
}

/** How the audit log names whoever sits at the shell. */
function operatorName(): string {
  try {
    return `${userInfo().username} at the shell`;
  } catch {
    return "someone at the shell";
  }
}
