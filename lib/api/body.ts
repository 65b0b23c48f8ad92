import type { IncomingMessage } from "node:http";
import { AppError } from "@/lib/platform/app-error";
import { BODY_BYTES_MAX } from "@/lib/web/front-request";

/** The whole body. The front refused what says that it is too long; what lies about its length ends here. */
export function readBody(req: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    req.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > BODY_BYTES_MAX) reject(new AppError("tooLarge", "The body is larger than 1 MiB."));
      else chunks.push(chunk);
    });
    req.on("end", () => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)));
    req.on("close", () => {
      if (!req.complete) reject(new AppError("validation", "The request ended before its body did."));
    });
  });
}
