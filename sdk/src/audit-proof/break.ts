/** What is wrong with a file of evidence, or with what it was to be compared with. */
export type BreakKind =
  /** What a line says of an event is not what was logged, or its proof was changed. */
  | "eventAltered"
  /** The proof is for another checkpoint, place or size of the tree than the file's. */
  | "proofMismatch"
  /** An event stands where another belongs: swapped, repeated or put in. */
  | "eventMisplaced"
  /** The end is missing, or events are: the file was cut. */
  | "fileCut"
  /** The bytes of the file are not those that were signed. */
  | "fileAltered"
  | "signatureInvalid"
  /** Another log, or another key, than the one expected. */
  | "otherLog"
  /** The older checkpoint is of a larger log than the file's. */
  | "checkpointNewer"
  /** The file does not prove that the older checkpoint's log is the beginning of this one. */
  | "consistencyMissing"
  /** The log is not the one of the older checkpoint, continued: its history was rewritten. */
  | "inconsistent"
  /** A line that cannot be read. */
  | "unreadable"
  /** A line that is longer than any that is written. */
  | "lineTooLong"
  /** A file of another kind or a later version. */
  | "unknownFormat"
  /** A plain export does not hold the key that it is checked with. */
  | "keyMissing"
  /** The verifier key that was given is none. */
  | "keyUnreadable"
  /** The older checkpoint that was given is none. */
  | "checkpointUnreadable"
  /** This browser or runtime cannot check Ed25519 signatures. */
  | "unsupported";

/** Ends a verification. Its text is this module's own: nothing of a file is repeated in it, other than numbers. */
export class Break extends Error {
  readonly kind: BreakKind;
  /** Of the file, counted from 1. Null when it is not about a line. */
  readonly line: number | null;

  constructor(kind: BreakKind, text: string, line: number | null = null) {
    super(text);
    this.name = "Break";
    this.kind = kind;
    this.line = line;
  }

  /** The same, of a line. */
  at(line: number): Break {
    return new Break(this.kind, this.message, line);
  }
}
