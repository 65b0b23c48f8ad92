import { createHash } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import type { Egress, EgressAnswer } from "@/lib/net/egress";
import { failureWords } from "@/lib/net/egress-error";
import { type OutgoingUrl, parseOutgoingUrl } from "@/lib/net/outgoing-url";
import type { S3Bucket } from "@/lib/platform/backup-settings";

/** A request that the store could not take at this moment is sent again after each of these. */
const PAUSES_MS = [1_000, 2_000, 4_000, 8_000, 16_000];
const REQUEST_MS_MAX = 120_000;
const ANSWER_BYTES_MAX = 4 * 1_024 ** 2;
/** What a store may say for a moment that is over soon. */
const BUSY = [429, 500, 502, 503, 504];

export interface S3Request {
  readonly method: "GET" | "PUT" | "POST" | "DELETE";
  /** Within the bucket; empty: the bucket itself. */
  readonly key: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer;
  readonly answerBytesMax?: number;
  /** A status that is an answer too. */
  readonly allowed?: number;
}

export interface S3Client {
  /** Throws an Error of one line for every answer but one of 2xx. */
  readonly send: (request: S3Request) => Promise<EgressAnswer>;
}

interface ClientOptions {
  readonly signal?: AbortSignal | undefined;
  readonly pausesMs?: readonly number[];
}

/** Speaks to a store that is as S3 is, each request signed, and never to another address than that of the settings. */
export async function openS3(
  bucket: S3Bucket,
  egress: Egress,
  { signal, pausesMs = PAUSES_MS }: ClientOptions = {},
): Promise<S3Client> {
  const { AwsV4Signer } = await import("aws4fetch");
  const { accessKeyId, secretAccessKey, region } = bucket;
  const attempt = async ({ method, key, query, headers, body, answerBytesMax }: S3Request) => {
    const url = new URL(`${bucket.endpoint}/${[bucket.name, key].filter(Boolean).map(encodedKey).join("/")}`);
    for (const [name, value] of Object.entries(query ?? {})) url.searchParams.set(name, value);
    const hash = createHash("sha256")
      .update(body ?? "")
      .digest("hex");
    const unsigned = { ...headers, "X-Amz-Content-Sha256": hash };
    const signer = { method, url: url.href, headers: unsigned, service: "s3", region };
    const signed = await new AwsV4Signer({ ...signer, accessKeyId, secretAccessKey }).sign();
    const target = targetOf(signed.url);
    const timeout = AbortSignal.timeout(REQUEST_MS_MAX);
    return egress.send(
      {
        ...{
          url: target,
          method,
          query: [],
          ca: null,
          body: body ?? (method === "GET" ? null : Buffer.alloc(0)),
        },
        headers: [...signed.headers].filter(([name]) => name !== "host"),
        // The address is the operator's own choice.
        policy: { allowedPrivateHosts: [target.authority.includes(":") ? target.authority : target.host] },
        answerBytesMax: answerBytesMax ?? ANSWER_BYTES_MAX,
      },
      signal ? AbortSignal.any([signal, timeout]) : timeout,
    );
  };
  const shown = new URL(bucket.endpoint).host;
  return {
    send: async (request) => {
      for (let tries = 0; ; tries += 1) {
        const outcome = await attempt(request);
        signal?.throwIfAborted();
        if ("answer" in outcome && isWanted(outcome.answer.status, request)) return outcome.answer;
        const isPassing = "failure" in outcome || BUSY.includes(outcome.answer.status);
        const wait = pausesMs[tries];
        if (!isPassing || wait === undefined)
          throw "failure" in outcome
            ? new Error(
                `the store at ${shown}: ${failureWords(outcome.failure.reason, outcome.failure.code)}`,
              )
            : refusal(shown, outcome.answer);
        await pause(wait, undefined, { signal });
      }
    },
  };
}

function isWanted(status: number, { allowed }: S3Request): boolean {
  return (status >= 200 && status <= 299) || status === allowed;
}

/** What an element of an answer holds; null: it is not there. */
export function elementOf(xml: string, name: string): string | null {
  return new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1] ?? null;
}

function encodedKey(key: string): string {
  return key.split("/").map(encodeURIComponent).join("/");
}

function targetOf(url: URL): OutgoingUrl {
  const parsed = parseOutgoingUrl(url.href);
  if (typeof parsed === "string") throw new Error(`STRONGROOM_BACKUP_S3_ENDPOINT: ${parsed}`);
  return parsed;
}

/** What to do about an answer that is none. Of its text only codes, names of regions and times are repeated. */
function refusal(shown: string, { status, headers, body }: EgressAnswer): Error {
  const xml = body.toString("utf8");
  const words = (name: string, pattern: RegExp): string | null => {
    const text = elementOf(xml, name);
    return text !== null && pattern.test(text) ? text : null;
  };
  const code = words("Code", /^[A-Za-z]{1,60}$/);
  const says = `the store at ${shown} answers ${status}${code ? ` (${code})` : ""}`;
  const header = headers.find(([name]) => name === "x-amz-bucket-region")?.[1];
  const region = [header, words("Region", /^./)].find((one) => one && /^[a-z0-9-]{1,40}$/.test(one));
  if ((status >= 300 && status <= 399) || (status === 400 && region)) {
    const endpoint = words("Endpoint", /^[a-z0-9.:-]{1,200}$/);
    const where = [
      region && `STRONGROOM_BACKUP_S3_REGION to ${region}`,
      endpoint && `STRONGROOM_BACKUP_S3_ENDPOINT to the address of ${endpoint}`,
    ].filter(Boolean);
    const todo = where.length > 0 ? where.join(", or ") : "STRONGROOM_BACKUP_S3_ENDPOINT to where it leads";
    return new Error(`${says}: the bucket is elsewhere, and no redirect is followed; set ${todo}`);
  }
  if (code === "RequestTimeTooSkewed") {
    const theirs =
      words("ServerTime", /^[0-9TZ:.-]{1,40}$/) ?? headers.find(([name]) => name === "date")?.[1];
    return new Error(
      `${says}: the clock here says ${new Date().toISOString()}, that of the store ${theirs}; put it right`,
    );
  }
  if (status === 401 || status === 403)
    return new Error(`${says}: see that the access key is right and may read, write, list and delete there`);
  if (code === "NoSuchBucket") return new Error(`${says}: make the bucket, or correct STRONGROOM_BACKUP_DIR`);
  return new Error(says);
}
