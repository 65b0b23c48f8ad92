import type { FieldErrors } from "@/lib/platform/app-error";
import type { LogSigner } from "../tree/checkpoint";

export const PACK_PATH = "/audit/pack";
export const SAMPLE_DEFAULT = 25;
export const SAMPLE_MAX = 500;

/** What a pack is narrowed to, in the order of its form, with what each is called. */
export const PACK_FIELDS = {
  from: "From",
  to: "To",
  project: "Project",
  environment: "Environment",
  sample: "Size of the sample",
} as const;

export type PackField = keyof typeof PACK_FIELDS;

/** What is asked for. */
export interface PackView {
  /** Every field as it was typed, or its default. */
  readonly typed: Readonly<Record<PackField, string>>;
  /** What of it is wrong, and why: then there is no pack. */
  readonly errors: FieldErrors;
  readonly from: Date;
  readonly to: Date;
  readonly project: string | undefined;
  readonly environment: string | undefined;
  /** How many events are drawn. */
  readonly sample: number;
}

/** The page or the file of a view. */
export function packHref({ typed }: PackView, path = `${PACK_PATH}/export`): string {
  return `${path}?${new URLSearchParams(Object.entries(typed).filter(([, text]) => text !== ""))}`;
}

/** The files of a pack, in their order, with what each holds. Those that are made of the others come last. */
export const PACK_FILES = {
  "README.txt": "how to check all of this",
  "changes.jsonl": "every change of the period, newest first, signed by its last line",
  "changes.csv": "the same as a table",
  "people.csv": "who had an account at the end of the period, and with which role",
  "access.csv": "who read or used which values in the period, how often",
  "refusals.csv": "what was refused to whom in the period, how often",
  "sample.jsonl": "events drawn at random, each with a proof that it is in the log",
  "audit-verify.html": "a page that checks sample.jsonl and changes.jsonl offline",
  "manifest.json": "what was asked for, how the sample was drawn, and the SHA-256 of every file above",
  "manifest.note": "the SHA-256 of every file, signed with the key of the log's checkpoints",
} as const;

export type PackFile = keyof typeof PACK_FILES;

/** A file as it was written. */
export interface WrittenFile {
  readonly name: PackFile;
  readonly bytes: number;
  /** Hex. */
  readonly sha256: string;
  /** Null when nothing is missing; else why: rows that do not fit, events that were not read or left the log. */
  readonly incomplete: string | null;
}

/** How the sample was drawn, so that the draw can be repeated. */
export interface Draw {
  /** 64 hex digits. */
  readonly seed: string;
  /** Events that it was drawn from. */
  readonly of: number;
  readonly seqs: readonly number[];
}

export const DRAW_METHOD =
  "Of all events that fit, those whose SHA-256 of the text <seed>:<seq> is smallest, compared as hex.";

/** The text that signs a pack: a line for each file, as `sha256sum -c` reads it. */
export function packNote(signer: LogSigner, files: readonly WrittenFile[]): string {
  const lines = files.map(({ name, sha256 }) => `${sha256}  ${name}`);
  return signer.signedNote(`strongroom-pack/1\n${signer.origin}\n${lines.join("\n")}\n`);
}
