/** A checkpoint as it was found somewhere. Nothing about it is known to be true. */
export interface FoundNote {
  readonly origin: string;
  readonly size: number;
  readonly root: Buffer;
  /** Lines of signatures, without their line feeds. */
  readonly signatures: readonly string[];
}

const NOTE = /^(\S+)\n(\d{1,15})\n([A-Za-z0-9+/]{43}=)\n\n((?:\u2014 [^\n]+\n)+)/gm;

/** The checkpoints in a text, in its order, whatever stands between them. What is cut off is none. */
export function notesIn(text: string): FoundNote[] {
  return [...text.replaceAll("\r\n", "\n").matchAll(NOTE)].map(
    ([, origin = "", size = "", root = "", lines = ""]) => ({
      origin,
      size: Number(size),
      root: Buffer.from(root, "base64"),
      signatures: lines.trimEnd().split("\n"),
    }),
  );
}
