import { giveWay, PIECE_BYTES } from "@/lib/platform/mutex";
import { escapes, quotedPrintable, type Reading, utf7 } from "./escapes";

/** JSON in JSON in JSON. Further rounds would find what nobody writes by accident. */
const ROUNDS_MAX = 3;

/**
 * An answer as whoever undoes its escapes reads it: backslashes, percent signs and entities (several times over), breaks of
 * lines and zeros in between, quoted-printable, UTF-7. A view that does not differ is left out. Gives way to other work.
 */
export async function* revealed(bytes: Buffer): AsyncGenerator<Buffer> {
  let view = bytes;
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const next = await read(view, escapes);
    if (next.equals(view)) break;
    view = next;
    yield view;
  }
  for (const reading of [quotedPrintable, utf7]) {
    const other = await read(bytes, reading);
    if (!other.equals(bytes)) yield other;
  }
}

/** Only UTF-7 is longer when it is read: by an eighth at most. */
async function read(bytes: Buffer, reading: Reading): Promise<Buffer> {
  const out = { bytes: Buffer.allocUnsafe(Math.ceil(bytes.length * 1.125) + 4), length: 0 };
  let piece = PIECE_BYTES;
  for (let at = 0; at < bytes.length; ) {
    at = reading(bytes, at, out);
    if (at < piece) continue;
    piece = at + PIECE_BYTES;
    await giveWay();
  }
  return out.bytes.subarray(0, out.length);
}
