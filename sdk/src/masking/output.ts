const NOTHING = new Uint8Array(0);

interface Find {
  readonly start: number;
  readonly end: number;
  readonly secret: number;
}

interface Patterns {
  readonly secrets: Int32Array;
  readonly marks: readonly Uint8Array[];
}

/** What was found and not yet given, and how far the stream was given. Positions count from the beginning of the stream. */
export class Output {
  /** Up to here everything was given, as it was or as a mark. */
  position = 0;
  private readonly patterns: Patterns;
  /** By rising start and rising end: a find inside of another is dropped. */
  private finds: Find[] = [];
  private last: Find | null = null;

  constructor(patterns: Patterns) {
    this.patterns = patterns;
  }

  /** Notes a find. Finds come by rising end, and each is the longest that ends there. */
  find(start: number, end: number, pattern: number): void {
    const { finds } = this;
    for (let last = finds.at(-1); last !== undefined && last.start >= start; last = finds.at(-1)) finds.pop();
    finds.push({ start, end, secret: this.patterns.secrets[pattern] ?? 0 });
  }

  /** Gives everything that begins before `safe`; `work` holds the stream from `position` on. */
  take(work: Uint8Array, safe: number): Uint8Array {
    const base = this.position;
    const parts: Uint8Array[] = [];
    let taken = 0;
    for (const find of this.finds) {
      if (find.start >= safe) break;
      if (find.start > this.position) parts.push(work.subarray(this.position - base, find.start - base));
      this.mark(find, parts);
      taken += 1;
    }
    this.forget(taken);
    if (safe > this.position) {
      parts.push(work.subarray(this.position - base, safe - base));
      this.position = safe;
    }
    return joined(parts);
  }

  /** Gives the finds that follow at once, and nothing that is not part of a find. */
  takeFinds(): Uint8Array {
    const parts: Uint8Array[] = [];
    let taken = 0;
    for (const find of this.finds) {
      if (find.start > this.position) break;
      this.mark(find, parts);
      taken += 1;
    }
    this.forget(taken);
    return joined(parts);
  }

  /** Finds of one secret that overlap are one mark. */
  private mark(find: Find, parts: Uint8Array[]): void {
    const { last } = this;
    const isSame = last !== null && last.secret === find.secret && find.start < last.end;
    if (!isSame) parts.push(this.patterns.marks[find.secret] ?? NOTHING);
    this.last = find;
    this.position = Math.max(this.position, find.end);
  }

  private forget(taken: number): void {
    if (taken > 0) this.finds = this.finds.slice(taken);
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const [first] = parts;
  if (first === undefined) return NOTHING;
  if (parts.length === 1) return first;
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
