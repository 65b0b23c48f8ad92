import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { Failure, usage } from "../../failure";
import { utf8, wholeInput } from "../../input";
import { isRecord, type JsonRecord } from "../../json";
import { printable, printableLines } from "../../printable";
import { openScope, type ScopeOptions } from "../../scope";
import { note, type Shell } from "../../shell";

interface SendOptions extends ScopeOptions {
  readonly data?: string;
  readonly query: readonly string[];
  readonly idempotencyKey?: string;
  readonly json?: true;
}

const DATA_BYTES_MAX = 1_024 * 1_024;
/** An endpoint may take a minute, and Strongroom some time around that. */
const TIMEOUT_MS = 75_000;

/** Sends data to an endpoint and prints what it answered. Exits with 1 when it did not take them, or points elsewhere. */
export async function sendData(shell: Shell, name: string, options: SendOptions): Promise<number> {
  const query = parametersOf(options.query);
  const data = options.data === undefined ? undefined : await dataOf(shell, options.data);
  const scope = await openScope(shell, options);
  const answer = await scope.server.ask("POST", `/allowlist/${encodeURIComponent(name)}/send`, {
    query: scope.query,
    body: { ...(data !== undefined && { data }), ...(options.query.length > 0 && { query }) },
    headers: options.idempotencyKey === undefined ? {} : { "idempotency-key": options.idempotencyKey },
    timeoutMs: TIMEOUT_MS,
  });
  const { status } = answer;
  if (typeof status !== "number") throw new Failure("failed", "the server's answer holds no status");
  if (options.json) shell.output.write(`${JSON.stringify(answer)}\n`);
  else printBody(shell, answer);
  const { withheld } = answer;
  if (isRecord(withheld)) note(shell, `the answer is withheld. ${printable(String(withheld.reason))}`);
  if (status < 300) return 0;
  note(shell, `${printable(name)} answered ${status}`);
  return 1;
}

function parametersOf(input: readonly string[]): Record<string, string> {
  const pairs = input.map((text) => {
    const at = text.indexOf("=");
    if (at < 1) throw usage("--query takes a name and a value, as in --query page=2");
    return [text.slice(0, at), text.slice(at + 1)] as const;
  });
  const names = new Set(pairs.map(([name]) => name));
  if (names.size < pairs.length) throw usage("--query names each parameter once");
  return Object.fromEntries(pairs);
}

async function dataOf(shell: Shell, input: string): Promise<unknown> {
  const [text, from] =
    input === "-"
      ? [await wholeInput(shell, DATA_BYTES_MAX), "standard input"]
      : input.startsWith("@")
        ? [fileText(shell, input.slice(1)), printable(input.slice(1))]
        : [input, "--data"];
  try {
    return JSON.parse(text);
  } catch {
    throw usage(`${from} is not JSON; a text is JSON in quotation marks`);
  }
}

function fileText(shell: Shell, file: string): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(resolve(shell.folder, file));
  } catch {
    throw usage(`${printable(file)} cannot be read`);
  }
  if (bytes.length > DATA_BYTES_MAX) throw usage(`${printable(file)} is longer than 1 MiB`);
  return utf8(bytes, printable(file));
}

/** Byte for byte into a pipe. A terminal would obey what an endpoint writes, so there it is cleaned. */
function printBody({ output }: Shell, { body, bodyEncoding }: JsonRecord): void {
  if (body === null || body === undefined) return;
  if (bodyEncoding === "base64" && typeof body === "string" && !output.isTTY) {
    output.write(Buffer.from(body, "base64"));
    return;
  }
  const text = typeof body === "string" ? body : `${JSON.stringify(body, null, 2)}\n`;
  output.write(output.isTTY ? `${printableLines(text).replace(/\n?$/, "\n")}` : text);
}
