import { request as plainRequest } from "node:http";

/** An answer longer than any that the API gives. */
const ANSWER_BYTES_MAX = 64 * 1_024 * 1_024;

export interface HttpQuestion {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** For the whole exchange. */
  readonly timeoutMs: number;
}

export interface HttpAnswer {
  readonly status: number;
  /** The media type, or "nothing". */
  readonly type: string;
  readonly text: string;
}

/**
 * One exchange over HTTP, without following redirects: a key is for one address. Rejects when there is no whole answer in time.
 * By `node:http`, because loading `fetch` takes Node twice as long as all else that a run does.
 */
export async function exchange(address: URL, question: HttpQuestion): Promise<HttpAnswer> {
  const request = address.protocol === "https:" ? (await import("node:https")).request : plainRequest;
  const { method, headers, body, timeoutMs } = question;
  return new Promise((resolve, reject) => {
    const sent = request(address, { method, headers: { ...headers, ...lengthOf(body) } }, (res) => {
      const chunks: Buffer[] = [];
      let size = 0;
      res.on("data", (chunk: Buffer) => {
        chunks.push(chunk);
        size += chunk.length;
        if (size > ANSWER_BYTES_MAX) sent.destroy(new Error("the answer does not end"));
      });
      res.on("error", reject);
      res.on("end", () => {
        const text = Buffer.concat(chunks).toString("utf8");
        resolve({ status: res.statusCode ?? 0, type: res.headers["content-type"] ?? "nothing", text });
      });
    });
    const late = () => sent.destroy(new Error(`no answer within ${timeoutMs / 1_000} seconds`));
    const timer = setTimeout(late, timeoutMs);
    sent.on("close", () => clearTimeout(timer));
    sent.on("error", reject);
    sent.end(body);
  });
}

function lengthOf(body: string | undefined): Record<string, string> {
  return body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) };
}
