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
    const input = masker.write(chunk);
    if (input.length > 0) this.push(input);
    if (masker.heldBytes > 0) {
      timer ??= setTimeout(() => release(this), WAIT_MS);
      timer.refresh();
    }
    done();
  };
  const release = (stream: Transform): void => {
    timer = null;
    if (stream.readableEnded || stream.destroyed) return;
    const input = masker.release();
    if (input.length > 0) stream.push(input);
  };
  const flush = function (this: Transform, done: TransformCallback): void {
    if (timer) clearTimeout(timer);
    timer = null;
    const input = masker.end();
    done(null, input.length > 0 ? input : undefined);
  };
  const destroy = (error: Error | null, done: (error: Error | null) => void): void => {
    if (timer) clearTimeout(timer);
    timer = null;
    done(error);
  };
  return new Transform({ transform, flush, destroy });
}
