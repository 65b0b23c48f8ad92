/** What every command has around it. */
export interface Shell {
  readonly env: NodeJS.ProcessEnv;
  /** The folder it was called from. */
  readonly folder: string;
  readonly input: NodeJS.ReadStream;
  /** For the answer, and nothing else. */
  readonly output: NodeJS.WriteStream;
  /** For questions, warnings and errors. */
  readonly notes: NodeJS.WriteStream;
}

/** Writes a line for people, beside the answer. */
export function note({ notes }: Pick<Shell, "notes">, line: string): void {
  notes.write(`strongroom: ${line}\n`);
}

export function warn(shell: Pick<Shell, "notes">, line: string): void {
  note(shell, `warning: ${line}`);
}
