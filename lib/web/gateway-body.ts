import type { IncomingMessage } from "node:http";

/** The largest body that any request may have. */
export const BODY_BYTES_MAX = 1_048_576;

/**
 * Counts the body as it arrives, before any reader, and ends the connection beyond `BODY_BYTES_MAX`. Every reader sees
 * an aborted request then. What the headers said about the length does not matter.
 */
export function limitBody(req: IncomingMessage): void {
  const push = req.push.bind(req);
  let bytes = 0;
  // Node hands each part of the body to `push`; to listen for `data` would take it from the reader.
  req.push = (chunk: Buffer | null, encoding?: BufferEncoding) => {
    bytes += chunk?.length ?? 0;
    if (bytes <= BODY_BYTES_MAX) return push(chunk, encoding);
    req.destroy();
    return false;
  };
}
