import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { TLSSocket } from "node:tls";

export interface HealthAnswer {
  readonly status: number;
  /** Why the program is not well; null when it is. */
  readonly reason: string | null;
  /** What became of `X-Forwarded-For`: none, believed or ignored; null when another program answers. */
  readonly forwarded: string | null;
  /** Null over http. */
  readonly certificateEnds: Date | null;
}

const ANSWER_MS_MAX = 5_000;
const ANSWER_BYTES_MAX = 4_096;

/** Asks a server for its health within five seconds. What kept it from answering is a code, such as `ECONNREFUSED`. */
export function askHealth(
  origin: string,
  { ca }: { readonly ca?: string | undefined } = {},
): Promise<HealthAnswer | { readonly code: string }> {
  const request = origin.startsWith("https:") ? httpsRequest : httpRequest;
  const signal = AbortSignal.timeout(ANSWER_MS_MAX);
  const options = { agent: false, signal, headers: { Accept: "application/json" }, ...(ca && { ca }) };
  return new Promise((resolve) => {
    const fail = (error: NodeJS.ErrnoException) =>
      resolve({ code: signal.aborted ? "no answer in 5 seconds" : (error.code ?? error.message) });
    request(`${origin}/api/health`, options, (res) => {
      readAnswer(res).then(resolve, fail);
    })
      .on("error", fail)
      .end();
  });
}

async function readAnswer(res: IncomingMessage): Promise<HealthAnswer> {
  const certificateEnds =
    res.socket instanceof TLSSocket ? new Date(res.socket.getPeerCertificate().valid_to) : null;
  let text = "";
  for await (const chunk of res) {
    text += chunk;
    if (text.length > ANSWER_BYTES_MAX) break;
  }
  const forwarded = res.headers["x-strongroom-forwarded"];
  return {
    status: res.statusCode ?? 0,
    reason: res.statusCode === 200 ? null : reasonIn(text),
    forwarded: typeof forwarded === "string" ? forwarded : null,
    certificateEnds,
  };
}

function reasonIn(text: string): string {
  try {
    const { reason } = JSON.parse(text);
    return typeof reason === "string" ? reason : "it is not well";
  } catch {
    return "it is not well";
  }
}
