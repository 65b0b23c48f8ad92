import { hostname } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { Failure } from "../failure";
import { openTransport } from "../http/transport";
import { isRecord, type JsonRecord, parsedJson } from "../json";
import { printable } from "../printable";
import { note, type Shell } from "../shell";

const CLIENT_ID = "strongroom-cli";
const GRANT_TYPE = "urn:ietf:params:oauth:grant-type:device_code";
/** What a server adds to the time between two questions when it says `slow_down` (RFC 8628, section 3.5). */
const SLOWER_SECONDS = 5;
const TIMEOUT_MS = 30_000;

interface Codes {
  readonly deviceCode: string;
  readonly userCode: string;
  readonly address: string;
  readonly seconds: number;
  readonly intervalSeconds: number;
}

/**
 * Gets a personal key for this machine from a server, by a code that a person types in a browser (RFC 8628). Waits until they answered
 * or the code is over.
 */
export async function keyByBrowser(shell: Pick<Shell, "env" | "notes">, url: string): Promise<string> {
  const post = poster(shell, url);
  const codes = codesIn(await post("code", { client_id: CLIENT_ID, machine: hostname() }), url);
  const minutes = Math.round(codes.seconds / 60);
  note(shell, `open ${printable(codes.address)} in a browser and type this code within ${minutes} minutes:`);
  note(shell, `  ${printable(codes.userCode)}`);
  const until = Date.now() + codes.seconds * 1_000;
  let intervalSeconds = codes.intervalSeconds;
  while (Date.now() < until) {
    await sleep(intervalSeconds * 1_000);
    const asked = { grant_type: GRANT_TYPE, device_code: codes.deviceCode, client_id: CLIENT_ID };
    // A server that is away for a moment is asked again, less often.
    const answer = await post("token", asked).catch((error: unknown): JsonRecord => {
      if (error instanceof Failure && error.kind === "unreachable") return { error: "slow_down" };
      throw error;
    });
    if (typeof answer.access_token === "string") return answer.access_token;
    if (answer.error === "slow_down") intervalSeconds += SLOWER_SECONDS;
    else if (answer.error !== "authorization_pending") throw refusal(answer.error);
  }
  throw refusal("expired_token");
}

function refusal(error: unknown): Failure {
  if (error === "access_denied") return new Failure("notAllowed", "it was refused in the browser");
  if (error === "expired_token")
    return new Failure("failed", "nobody typed the code in time: strongroom login shows another one");
  return new Failure("failed", `the server said ${printable(String(error))}: try again`);
}

/** Sends forms and reads JSON, also of the errors of OAuth. */
function poster(shell: Pick<Shell, "env">, url: string) {
  const fetch = openTransport(url, shell.env);
  const headers = { "content-type": "application/x-www-form-urlencoded", accept: "application/json" };
  return async (path: "code" | "token", form: Readonly<Record<string, string>>): Promise<JsonRecord> => {
    const address = `${url}/api/v1/device/${path}`;
    const body = new URLSearchParams(form).toString();
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const res = await fetch(address, { method: "POST", headers, body, signal }).catch(() => null);
    if (res === null) throw new Failure("unreachable", `${url} is out of reach`);
    const json = parsedJson(await res.text());
    if (res.status === 429 || res.status >= 500)
      throw new Failure("unreachable", `${url} cannot answer now: try again later`);
    if (isRecord(json) && (res.ok || (res.status === 400 && path === "token"))) return json;
    throw new Failure("failed", `${url} signs in nobody through a browser: strongroom login --key`);
  };
}

function codesIn(json: JsonRecord, url: string): Codes {
  const { device_code: deviceCode, user_code: userCode, verification_uri: address } = json;
  const { expires_in: seconds, interval: intervalSeconds = SLOWER_SECONDS } = json;
  if (
    typeof deviceCode === "string" &&
    typeof userCode === "string" &&
    typeof address === "string" &&
    typeof seconds === "number" &&
    typeof intervalSeconds === "number"
  )
    return { deviceCode, userCode, address, seconds, intervalSeconds };
  throw new Failure("unreachable", `${url} does not answer as a Strongroom would: is the address right?`);
}
