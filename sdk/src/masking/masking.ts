import { type Automaton, automatonOf } from "./automaton.ts";
import { formsOf } from "./forms.ts";
import { isMaskable } from "./maskable.ts";
import { bytesOf } from "./percent.ts";
import { type Skip, skipOf } from "./skip.ts";
import { Trie } from "./trie.ts";

export interface NamedValue {
  readonly name: string;
  /** A text, or bytes that are none. */
  readonly value: string | Uint8Array;
}

/** What all outputs that are masked for the same secrets share: made once, never changed. */
export interface Masking {
  /** The names of secrets that are not masked: under four characters, a common word, or a plain number of up to five digits. */
  readonly unmasked: readonly string[];
  /** How many bytes the longest form has: no more is ever held back. */
  readonly longest: number;
  readonly patterns: PatternTable;
  readonly automaton: Automaton;
  /** Null where there is nothing to look for. */
  readonly skip: Skip | null;
}

/** By the number of a pattern: its length, and the number of its secret; by that, what is written in its place. */
interface PatternTable {
  readonly lengths: Int32Array;
  readonly secrets: Int32Array;
  readonly marks: readonly Uint8Array[];
}

/**
 * Prepares the masking of these secrets. Takes time and memory in proportion to the values: about a millisecond and 30 KB
 * for one of 40 characters, and twice that while it prepares. Where two secrets have one value, the first gives its name:
 * in lower case, as for programs, or as `nameIn` writes it.
 */
export function prepareMasking(
  secrets: Iterable<NamedValue>,
  nameIn: (name: string) => string = (name) => name.toLowerCase(),
): Masking {
  const unmasked: string[] = [];
  const marks: Uint8Array[] = [];
  const trie = new Trie();
  const found: { form: Uint8Array; secret: number }[] = [];
  for (const { name, value } of secrets) {
    if (!isMaskable(value)) {
      unmasked.push(name);
      continue;
    }
    const secret = marks.push(bytesOf(`<secret:${nameIn(name)}>`)) - 1;
    for (const form of formsOf(value)) {
      if (trie.add(form, found.length)) found.push({ form, secret });
    }
  }
  const forms = found.map(({ form }) => form);
  return {
    unmasked,
    longest: forms.reduce((most, { length }) => Math.max(most, length), 0),
    patterns: {
      lengths: Int32Array.from(forms, ({ length }) => length),
      secrets: Int32Array.from(found, ({ secret }) => secret),
      marks,
    },
    automaton: automatonOf(trie),
    skip: forms.length > 0 ? skipOf(forms) : null,
  };
}
