/** Bytes as the text that they are in UTF-8, byte for byte. Throws TypeError when they are none. */
export function strictText(bytes: Buffer): string {
  return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
}
