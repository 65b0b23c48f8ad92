import { createHash } from "node:crypto";
import { rmSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { type Connection, connectionOf } from "../../credentials/connection";
import { readPrivateFile, writePrivateFile } from "../../credentials/private-file";
import { Failure, usage } from "../../failure";
import { openTransport } from "../../http/transport";
import { isTextRecord, parsedJson } from "../../json";
import { durationMs, inWords } from "../../run/duration";
import { cacheFolder } from "../../scopes";
import { type Shell, warn } from "../../shell";

export interface AuthorizedKeysOptions {
  readonly host?: string;
  readonly project?: string;
  readonly maxAge: string;
}

interface Question {
  readonly user: string;
  /** Base64 of the key or certificate that is shown. */
  readonly key: string | undefined;
}

/** sshd waits, and somebody before it. */
const TIMEOUT_MS = 10_000;
const AGE_MS_MAX = 24 * 3_600_000;
/** A clock that was set back must not make a copy young again. */
const FUTURE_MS_MAX = 5 * 60_000;

/** A line as this server writes it; nothing else is ever printed, whoever answers. */
const LINE =
  /^(?:expiry-time="(?<until>\d{14})Z"[, ])?(?<authority>cert-authority,principals="[^"\s,]+" )?(?<key>[a-z0-9@.-]+ (?<blob>[A-Za-z0-9+/]+=*)(?: \S+)?)$/;

/**
 * Prints who may enter this host: as the server has it now or, while that is out of reach, as it was not long ago. What the server
 * refuses is not replaced by what it said before.
 */
export async function writeAuthorizedKeys(
  shell: Shell,
  question: Question,
  options: AuthorizedKeysOptions,
): Promise<number> {
  const ageMs = durationMs(options.maxAge);
  if (ageMs > AGE_MS_MAX) throw usage("--max-age is 24h at most");
  const connection = await connectionOf(shell);
  const query = queryOf(shell, question, options);
  const file = fileOf(shell, connection, query);
  const text = await currentText(shell, connection, query, question.key, { file, ageMs });
  const lines = text.split("\n").flatMap((line) => usable(line, question.key));
  shell.output.write(lines.map((line) => `${line}\n`).join(""));
  return 0;
}

async function currentText(
  shell: Shell,
  connection: Connection,
  query: URLSearchParams,
  key: string | undefined,
  { file, ageMs }: { readonly file: string; readonly ageMs: number },
): Promise<string> {
  try {
    const text = await askServer(shell, connection, query, key);
    keep(shell, file, text);
    return text;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    if (error.kind !== "unreachable") {
      rmSync(file, { force: true });
      throw error;
    }
    const kept = keptText(file, ageMs);
    if (kept === null) throw error;
    warn(shell, `${error.message}; printing what it said not longer than ${inWords(ageMs)} ago`);
    return kept;
  }
}

/** The whole answer, so that what is kept is good for every key. Throws `unreachable` only for what is no word of the server. */
async function askServer(
  shell: Shell,
  { url, key: apiKey }: Connection,
  query: URLSearchParams,
  shown: string | undefined,
): Promise<string> {
  const asked = new URLSearchParams(query);
  if (shown !== undefined && !isCertificate(shown)) asked.set("fingerprint", fingerprintOf(shown));
  const away = (why: string) => new Failure("unreachable", `${url} ${why}`);
  const response = await openTransport(url, shell.env)(`${url}/api/v1/ssh/authorized-keys?${asked}`, {
    method: "GET",
    headers: { authorization: `Bearer ${apiKey}`, accept: "text/plain" },
    signal: AbortSignal.timeout(TIMEOUT_MS),
  }).catch(() => {
    throw away("is out of reach");
  });
  const { status } = response;
  const text = await response.text().catch(() => {
    throw away("broke off in the middle of its answer");
  });
  if (status === 200 && response.headers.get("content-type")?.startsWith("text/plain")) return text;
  if (status >= 400 && status < 500 && status !== 408 && status !== 429) {
    const said = parsedJson(text);
    const detail = typeof said === "object" && said !== null && "detail" in said ? String(said.detail) : "";
    throw new Failure(status === 404 ? "notFound" : "notAllowed", `${url} refuses: ${detail || status}`);
  }
  throw away(`answers ${status} where it should say who may enter`);
}

function queryOf(
  { env }: Shell,
  { user }: Question,
  { host, project = env.STRONGROOM_PROJECT }: AuthorizedKeysOptions,
): URLSearchParams {
  const name = host ?? env.STRONGROOM_SSH_HOST ?? hostname();
  return new URLSearchParams({ user, host: name, ...(project && { project }) });
}

/** Keeps an answer for an outage. That it cannot is no reason to let nobody in. */
function keep(shell: Shell, file: string, text: string): void {
  try {
    writePrivateFile(file, `${JSON.stringify({ at: new Date().toISOString(), text })}\n`);
  } catch (error) {
    warn(shell, `nothing is kept for an outage: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function keptText(file: string, ageMsMax: number): string | null {
  const found = parsedJson(readPrivateFile(file) ?? "");
  if (!isTextRecord(found) || found.at === undefined || found.text === undefined) return null;
  const ageMs = Date.now() - Date.parse(found.at);
  return ageMs <= ageMsMax && ageMs >= -FUTURE_MS_MAX ? found.text : null;
}

function fileOf(shell: Shell, { url, key }: Connection, query: URLSearchParams): string {
  const id = createHash("sha256")
    .update(JSON.stringify([url, key, query.toString()]))
    .digest("hex");
  return join(cacheFolder(shell), `ssh-${id.slice(0, 32)}.json`);
}

/**
 * A line as it is printed, or nothing for one that has ended, that is not for what is shown, or that is none. When it ends is looked
 * at here, at each log-in: versions of sshd before 9.1 do not understand the option.
 */
function usable(line: string, shown: string | undefined): string[] {
  const { until, authority = "", key, blob } = LINE.exec(line)?.groups ?? {};
  if (key === undefined) return [];
  if (until !== undefined && timeOf(until) <= Date.now()) return [];
  const isForIt = shown === undefined || (isCertificate(shown) ? authority !== "" : blob === shown);
  return isForIt ? [`${authority}${key}`] : [];
}

/** A time such as 20310131102030, in UTC. */
function timeOf(text: string): number {
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(text) ?? [];
  return Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
}

/** Whether base64 is that of a certificate: it begins with the name of its type. */
function isCertificate(key: string): boolean {
  const bytes = Buffer.from(key, "base64");
  return bytes.subarray(4, 64).toString("latin1").includes("-cert-v0");
}

function fingerprintOf(key: string): string {
  const digest = createHash("sha256").update(Buffer.from(key, "base64")).digest("base64");
  // Of 32 bytes the last sign is always the one that fills up.
  return `SHA256:${digest.slice(0, -1)}`;
}
