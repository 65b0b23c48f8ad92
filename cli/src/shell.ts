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
  /** The first error of writing to a stream: Node forgets those of its own. */
  readonly writeErrors: ReadonlyMap<NodeJS.WritableStream, Error>;
}

/** Whether a stream could not be written to because its reader has gone. */
export function isReaderGone(error: Error | undefined): boolean {
  return error !== undefined && "code" in error && error.code === "EPIPE";
}

/** Writes a line for people, beside the answer. */
export function note({ notes }: Pick<Shell, "notes">, line: string): void {
  notes.write(`strongroom: ${line}\n`);
}

export function warn(shell: Pick<Shell, "notes">, line: string): void {
  note(shell, `warning: ${line}`);
}
