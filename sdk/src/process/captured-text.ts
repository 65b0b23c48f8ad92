/** The beginning of an output as text, up to a number of bytes. */
export class CapturedText {
  isTruncated = false;
  private readonly bytesMax: number;
  private readonly chunks: Uint8Array[] = [];
  private bytes = 0;

  constructor(bytesMax: number) {
    this.bytesMax = bytesMax;
  }

  add(chunk: Uint8Array): void {
    const room = this.bytesMax - this.bytes;
    if (chunk.length > room) this.isTruncated = true;
    if (room <= 0) return;
    // A copy: a view would keep all that it is a view of.
    const kept = chunk.slice(0, room);
    this.chunks.push(kept);
    this.bytes += kept.length;
  }

  /** What is not UTF-8, or was cut off in the middle of a character, becomes U+FFFD. */
  text(): string {
    const decoder = new TextDecoder();
    return this.chunks.map((chunk) => decoder.decode(chunk, { stream: true })).join("") + decoder.decode();
  }
}
