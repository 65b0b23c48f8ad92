import { HeldBytes } from "./held-bytes.ts";
import type { Masking } from "./masking.ts";
import { Output } from "./output.ts";
import { ROOT } from "./trie.ts";

/** A partial find of at most so many bytes may be let through before it is known what follows. */
const RELEASED_BYTES_MAX = 3;
/** From how deep on a partial find is followed rather than looked for again. */
const FOLLOWED_DEPTH = 3;

/**
 * Masks one stream of bytes. Every byte that belongs to a form of a secret is replaced, whether finds overlap or not:
 * each find is written as its `<secret:name>`, longest first, one inside of another not at all. Text is never decoded, so
 * other bytes pass as they are. Time is linear in what is written, memory bounded by the longest form.
 */
export class Masker {
  private readonly masking: Masking;
  private readonly held = new HeldBytes();
  private readonly output: Output;
  private state = ROOT;

  constructor(masking: Masking) {
    this.masking = masking;
    this.output = new Output(masking.patterns);
  }

  /** How many bytes are held back, because they may be the beginning of a secret. */
  get heldBytes(): number {
    return this.held.length;
  }

  /**
   * Takes bytes and gives those that can be let through. What it gives may be a view of what it was given, and is good
   * until that changes.
   */
  write(chunk: Uint8Array): Uint8Array {
    if (this.masking.skip === null || chunk.length === 0) return chunk;
    const before = this.held.length;
    const work = before === 0 ? chunk : this.held.append(chunk);
    this.scan(work, before);
    const position = this.output.position + work.length;
    const safe = position - (this.masking.automaton.depth[this.state] ?? 0);
    const taken = this.output.take(work, safe);
    const input = before === 0 ? taken : apart(taken, work);
    this.keep(work, before > 0, position);
    return input;
  }

  /**
   * Gives what need not wait for more, for when nothing more has come for a while: a prompt should appear. Finds are
   * masked although a longer one could still follow. Of an unfinished find only its first three bytes are ever let through;
   * more than these stay held, until it is known what they are.
   */
  release(): Uint8Array {
    const work = this.held.view();
    const position = this.output.position + work.length;
    const depth = this.masking.automaton.depth[this.state] ?? 0;
    const isShort = depth <= RELEASED_BYTES_MAX;
    const input = apart(isShort ? this.output.take(work, position) : this.output.takeFinds(), work);
    this.keep(work, true, position);
    return input;
  }

  /** Gives the rest at the end of the stream. A secret of which only a part was written is not one and is let through. */
  end(): Uint8Array {
    const work = this.held.view();
    const position = this.output.position + work.length;
    const input = apart(this.output.take(work, position), work);
    this.keep(work, true, position);
    this.state = ROOT;
    return input;
  }

  private scan(work: Uint8Array, from: number): void {
    const { automaton, skip, patterns } = this.masking;
    if (skip === null) return;
    const { depth, found } = automaton;
    const start = this.output.position;
    let state = this.state;
    let at = from;
    while (at < work.length) {
      if (state === ROOT) at = skip.next(work, at, work.length);
      const entered = at;
      while (at < work.length) {
        state = automaton.step(state, work[at] ?? 0);
        at += 1;
        const pattern = found[state] ?? 0;
        if (pattern !== 0)
          this.output.find(start + at - (patterns.lengths[pattern - 1] ?? 0), start + at, pattern - 1);
        const deep = depth[state] ?? 0;
        if (deep >= FOLLOWED_DEPTH || at === work.length) continue;
        // Too little to go on with, and far enough from where it began that going back over it stays cheap.
        if (at - entered >= skip.window || deep === 0) {
          at -= deep;
          state = ROOT;
          break;
        }
      }
    }
    this.state = state;
  }

  private keep(work: Uint8Array, isHeld: boolean, position: number): void {
    const count = position - this.output.position;
    if (!isHeld && count > 0) this.held.append(work.subarray(work.length - count));
    else if (isHeld) this.held.keepLast(count);
  }
}

/** The same bytes in memory of their own, if they were a view of what is about to be reused. */
function apart(input: Uint8Array, work: Uint8Array): Uint8Array {
  return input.buffer === work.buffer ? input.slice() : input;
}
