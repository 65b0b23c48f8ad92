/** Bytes as the text that they are in UTF-8, byte for byte; null when they are none. */
export function strictText(bytes: Buffer): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
