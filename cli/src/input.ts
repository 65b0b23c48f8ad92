import { usage } from "./failure";
import type { Shell } from "./shell";

/** All of standard input as text. Refuses more than `bytesMax`, and bytes that are not UTF-8: nothing is altered on the way. */
export async function wholeInput({ input }: Pick<Shell, "input">, bytesMax: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of input) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > bytesMax) throw usage(`standard input is longer than ${bytesMax} bytes`);
    chunks.push(bytes);
  }
  return utf8(Buffer.concat(chunks), "standard input");
}

/** Bytes as text, exactly, also a byte-order mark. */
export function utf8(bytes: Uint8Array, from: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw usage(`${from} is not UTF-8 text`);
  }
}
