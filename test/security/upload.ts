import { once } from "node:events";
import { connect } from "node:net";

/** An upload that goes on until the other side ends the connection, or until `bytes` are sent. */
export interface Upload {
  readonly path: string;
  readonly framing: "length" | "chunks";
  /** How many header lines come before the one that tells the length. */
  readonly headerLines: number;
  readonly bytes: number;
}

const PART = Buffer.alloc(0x10000, "x");

/** Uploads with POST. Returns the status that came back, null for none, and how many bytes of the body went out. */
export async function upload(
  port: number,
  { path, framing, headerLines, bytes }: Upload,
): Promise<{ readonly status: number | null; readonly sentBytes: number }> {
  const socket = connect(port, "127.0.0.1");
  const closed = new Promise<void>(
    (resolve) => void socket.on("error", () => {}).on("close", () => resolve()),
  );
  let answer = "";
  socket.on("data", (chunk) => (answer += chunk));
  const framed = framing === "chunks" ? "Transfer-Encoding: chunked" : `Content-Length: ${bytes}`;
  socket.write(`POST ${path} HTTP/1.1\r\nHost: x\r\n${"a: 1\r\n".repeat(headerLines)}${framed}\r\n\r\n`);
  let sentBytes = 0;
  while (sentBytes < bytes && socket.writable) {
    if (framing === "chunks") socket.write("10000\r\n");
    const isTaken = socket.write(PART);
    if (framing === "chunks") socket.write("\r\n");
    sentBytes += PART.length;
    if (!isTaken) await Promise.race([once(socket, "drain").catch(() => {}), closed]);
  }
  socket.end(framing === "chunks" ? "0\r\n\r\n" : "");
  await closed;
  return { status: Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1] ?? 0) || null, sentBytes };
}
