import { once } from "node:events";
import { Agent, type IncomingHttpHeaders, request } from "node:http";
import { connect } from "node:net";

/** What came back, whole. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

export interface Question {
  readonly method?: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer | string;
}

const agent = new Agent({ keepAlive: true, maxSockets: 64 });

/**
 * Asks with exactly these headers; nothing is decoded or added but the length, and nothing followed but the one step that
 * Next sends a request for a page's data on: to the same page with the `_rsc` that fits the headers.
 */
export async function ask(port: number, question: Question): Promise<Answer> {
  const answer = await askOnce(port, question);
  const { location } = answer.headers;
  const wantsFittingRsc = question.headers?.rsc !== undefined && location?.includes("_rsc") === true;
  return wantsFittingRsc ? askOnce(port, { ...question, path: location ?? "/" }) : answer;
}

async function askOnce(port: number, question: Question): Promise<Answer> {
  const { method = "GET", path, headers = {}, body } = question;
  const length = body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) };
  const req = request({ host: "127.0.0.1", port, method, path, headers: { ...headers, ...length }, agent });
  req.end(body);
  const [res] = await once(req, "response");
  const chunks: Buffer[] = [];
  for await (const chunk of res) chunks.push(chunk);
  return { status: res.statusCode, headers: res.headers, text: Buffer.concat(chunks).toString("utf8") };
}

/** Sends bytes as they are and returns all that comes back until the other side closes. */
export async function askRaw(port: number, bytes: string | Buffer): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  socket.write(bytes);
  let answer = "";
  socket.on("error", () => {});
  for await (const chunk of socket) answer += chunk;
  return answer;
}

/** Every header and the body of an answer in one text, for searching. */
export function wholeOf({ status, headers, text }: Answer): string {
  return `${status}\n${JSON.stringify(headers)}\n${text}`;
}
