import { inSize } from "@/lib/quantity";

/** One thing that was looked at. */
export interface Finding {
  readonly what: string;
  /** A warning is allowed but probably not meant; an error keeps the program, or part of it, from doing its work. */
  readonly level: "ok" | "warning" | "error";
  /** The same as the level `error`. */
  readonly isWrong: boolean;
  readonly text: string;
  /** Null where all is well. */
  readonly todo: string | null;
}

export function fine(what: string, text: string): Finding {
  return { what, level: "ok", isWrong: false, text, todo: null };
}

export function doubtful(what: string, text: string, todo: string): Finding {
  return { what, level: "warning", isWrong: false, text, todo };
}

export function wrong(what: string, text: string, todo: string): Finding {
  return { what, level: "error", isWrong: true, text, todo };
}

const WORDS = { ok: "ok   ", warning: "warn ", error: "wrong" } as const;

/** For people: what it is, and on a line of its own what to do. */
export function linesOf({ what, level, text, todo }: Finding): string[] {
  const line = `${WORDS[level]}  ${what}: ${text}`;
  return todo === null ? [line] : [line, `       ${todo}`];
}

export function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** For a terminal: with a space that can be typed into a search. */
export function sizeText(bytes: number): string {
  return inSize(bytes).replaceAll("\u00a0", " ");
}
