import { Transform, type TransformCallback } from "node:stream";
import { Masker } from "./masker.ts";
import type { Masking } from "./masking.ts";

/** How long bytes that may begin a secret wait for more, at most. */
const WAIT_MS = 40;

/**
 * A stream that masks what runs through it, with back-pressure. What is not part of a secret comes out at once, or at the
 * latest 40 ms after the last write where its end could still begin one, so that a prompt without an end of line appears.
 */
export function maskingStream(masking: Masking): Transform {
  const masker = new Masker(masking);
  let timer: NodeJS.Timeout | null = null;
  const transform = function (this: Transform, chunk: Uint8Array, _: unknown, done: TransformCallback): void {
    const given = masker.write(chunk);
    if (given.length > 0) this.push(given);
    if (masker.heldBytes > 0) {
      timer ??= setTimeout(() => release(this), WAIT_MS);
      timer.refresh();
    }
    done();
  };
  const release = (stream: Transform): void => {
    timer = null;
    if (stream.readableEnded || stream.destroyed) return;
    const given = masker.release();
    if (given.length > 0) stream.push(given);
  };
  const flush = function (this: Transform, done: TransformCallback): void {
    if (timer) clearTimeout(timer);
    timer = null;
    const given = masker.end();
    done(null, given.length > 0 ? given : undefined);
  };
  const destroy = (error: Error | null, done: (error: Error | null) => void): void => {
    if (timer) clearTimeout(timer);
    timer = null;
    done(error);
  };
  return new Transform({ transform, flush, destroy });
}
