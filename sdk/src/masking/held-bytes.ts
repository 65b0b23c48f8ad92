/** The bytes that were read but not yet let through, in a buffer that grows: adding one byte never copies all. */
export class HeldBytes {
  private buffer = new Uint8Array(0);
  private start = 0;
  private end = 0;

  get length(): number {
    return this.end - this.start;
  }

  /** Adds bytes, and answers a view of all that is held. The view is good until the next call. */
  append(bytes: Uint8Array): Uint8Array {
    if (this.end + bytes.length > this.buffer.length) this.makeRoom(bytes.length);
    this.buffer.set(bytes, this.end);
    this.end += bytes.length;
    return this.view();
  }

  view(): Uint8Array {
    return this.buffer.subarray(this.start, this.end);
  }

  /** Forgets all but the last bytes. */
  keepLast(count: number): void {
    this.buffer.fill(0, this.start, this.end - count);
    this.start = this.end - count;
    if (count === 0) {
      this.start = 0;
      this.end = 0;
    }
  }

  private makeRoom(added: number): void {
    const held = this.view();
    const room = held.length + added;
    // Moving within the buffer pays only when it frees half of it, otherwise many small additions would each move all.
    const target = room * 2 <= this.buffer.length ? this.buffer : new Uint8Array(Math.max(room * 2, 256));
    target.set(held, 0);
    this.buffer = target;
    this.start = 0;
    this.end = held.length;
  }
}
