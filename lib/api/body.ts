import type { IncomingMessage } from "node:http";
import { AppError } from "@/lib/platform/app-error";

/** The whole body. The gateway limits its length. Rejects with `validation` when the connection ends before it does. */
export function readBody(req: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    req.on("data", (chunk: Buffer) => void chunks.push(chunk));
    req.on("end", () => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)));
    req.on("close", () => {
      if (!req.complete) reject(new AppError("validation", "The request ended before its body did."));
    });
  });
}
