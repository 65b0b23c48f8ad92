import type { Command } from "commander";
import type { Answer } from "./shell";

/** Runs a command and prints what it answers. */
export type AnswerWith = (command: () => Promise<Answer>) => Promise<void>;

/** A first word that other commands follow. */
export function group(program: Command, name: string, description: string): Command {
  return program.command(name).description(description);
}
