import { Break } from "./break.js";

/** Of any line that is written: an event about thousands of secrets is well below it. */
export const LINE_BYTES_MAX = 16 * 1_048_576;

const NEWLINE = 10;

/**
 * Lines, each with its newline, of bytes or text in parts of any size. Holds one line at most; throws a `Break` for one that is
 * longer than 16 MiB, and at the end for one without its newline.
 */
export async function* linesIn(parts: AsyncIterable<Uint8Array | string>): AsyncGenerator<Uint8Array> {
  const held: Uint8Array[] = [];
  let heldBytes = 0;
  for await (const part of parts) {
    const bytes = typeof part === "string" ? new TextEncoder().encode(part) : part;
    let from = 0;
    for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, from)) {
      const piece = bytes.subarray(from, end + 1);
      from = end + 1;
      if (heldBytes + piece.length > LINE_BYTES_MAX) throw tooLong();
      yield heldBytes === 0 ? piece : joined(held, piece);
      held.length = 0;
      heldBytes = 0;
    }
    // A copy: whoever gives the parts may use their memory again.
    held.push(bytes.slice(from));
    heldBytes += bytes.length - from;
    if (heldBytes > LINE_BYTES_MAX) throw tooLong();
  }
  if (heldBytes > 0) throw new Break("fileCut", "The file ends in the middle of a line.");
}

function joined(held: readonly Uint8Array[], piece: Uint8Array): Uint8Array {
  const line = new Uint8Array(held.reduce((sum, { length }) => sum + length, piece.length));
  let at = 0;
  for (const part of [...held, piece]) {
    line.set(part, at);
    at += part.length;
  }
  return line;
}

function tooLong(): Break {
  return new Break("lineTooLong", "The line is longer than 16 MiB. No file of evidence has such lines.");
}
