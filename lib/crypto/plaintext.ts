import { AppError } from "@/lib/platform/app-error";

const REDACTED = "[redacted]";

/**
 * A secret's value on its way between an edge and its seal. Printing, serialising or inspecting one gives
 * "[redacted]"; the text comes out through `reveal` alone.
 */
export class Plaintext {
  readonly #bytes: Buffer;

  private constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /** Wraps a text as its UTF-8 bytes. Refuses lone surrogates (AppError validation): they have no UTF-8 form. */
  static of(text: string): Plaintext {
    if (/\p{Surrogate}/u.test(text)) throw new AppError("validation", "A value must be valid Unicode text.");
    return new Plaintext(Buffer.from(text, "utf8"));
  }

  /** Wraps bytes that were opened from a seal, and so were a text once. */
  static ofBytes(bytes: Buffer): Plaintext {
    return new Plaintext(Buffer.from(bytes));
  }

  /** The text itself. Each call is a disclosure and belongs behind an audit event. */
  reveal(): string {
    return this.#bytes.toString("utf8");
  }

  /** A copy of the UTF-8 bytes, for sealing and for counting. */
  bytes(): Buffer {
    return Buffer.from(this.#bytes);
  }

  toString(): string {
    return REDACTED;
  }

  toJSON(): string {
    return REDACTED;
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return REDACTED;
  }
}
