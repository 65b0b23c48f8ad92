import { createHash, createHmac } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterwards } from "./afterwards";

export interface S3Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

interface Asked {
  readonly method: string;
  readonly key: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage["headers"];
  readonly body: Buffer;
}

export interface S3Server {
  readonly endpoint: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** What lies in the bucket, by key. */
  readonly objects: Map<string, Buffer>;
  /** Keys of uploads that were begun and not ended, by their id. */
  readonly uploads: Map<string, string>;
  readonly asked: Asked[];
  /** Answers in the place of the server where it gives something. */
  instead: (asked: Asked) => S3Answer | null;
}

const BUCKET = "vault";
const REGION = "garage";
const SKEW_MS_MAX = 15 * 60_000;
const hex = (data: string | Buffer) => createHash("sha256").update(data).digest("hex");
const mac = (key: string | Buffer, text: string) => createHmac("sha256", key).update(text).digest();
const encoded = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

/** A store with one bucket, `vault`, that speaks as S3 does, and checks every signature. */
export async function startS3(): Promise<S3Server> {
  const parts = new Map<string, Map<number, Buffer>>();
  const server: Omit<S3Server, "endpoint"> = {
    accessKeyId: "GK0123456789",
    secretAccessKey: "c2VjcmV0/+kept",
    objects: new Map(),
    uploads: new Map(),
    asked: [],
    instead: () => null,
  };
  const http = createServer((req, res) => void serve(req, res));
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  afterwards(() => new Promise((resolve) => http.close(resolve).closeAllConnections()));
  return Object.assign(server, { endpoint: `http://127.0.0.1:${(http.address() as AddressInfo).port}` });

  async function serve(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const url = new URL(req.url ?? "/", "http://s3");
    const [, bucket = "", key = ""] = /^\/([^/]*)\/?(.*)$/.exec(decodeURIComponent(url.pathname)) ?? [];
    const asked = { method: req.method ?? "", key, query: url.searchParams, headers: req.headers, body };
    server.asked.push(asked);
    const answer =
      server.instead(asked) ??
      refused(req, url, body) ??
      (bucket === BUCKET ? answerOf(asked) : failure(404, "NoSuchBucket"));
    res.writeHead(answer.status, { ...answer.headers }).end(answer.body);
  }

  /** As Signature Version 4 has it, from the wire. */
  function refused({ headers, method = "" }: IncomingMessage, url: URL, body: Buffer): S3Answer | null {
    const [, id, day = "", region = "", names = "", signature] =
      /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/.exec(
        headers.authorization ?? "",
      ) ?? [];
    if (id !== server.accessKeyId) return failure(403, "InvalidAccessKeyId");
    if (region !== REGION) return failure(400, "AuthorizationHeaderMalformed", `<Region>${REGION}</Region>`);
    const date = String(headers["x-amz-date"]);
    const at = Date.parse(date.replace(/^(....)(..)(..)T(..)(..)(..)Z$/, "$1-$2-$3T$4:$5:$6Z"));
    if (!(Math.abs(at - Date.now()) < SKEW_MS_MAX))
      return failure(403, "RequestTimeTooSkewed", `<ServerTime>${new Date().toISOString()}</ServerTime>`);
    const payload = String(headers["x-amz-content-sha256"]);
    if (payload !== hex(body)) return failure(400, "XAmzContentSHA256Mismatch");
    for (const name of ["host", "x-amz-date", "x-amz-content-sha256"])
      if (!names.split(";").includes(name)) return failure(403, "AccessDenied");
    const path = url.pathname.split("/").map((part) => encoded(decodeURIComponent(part)));
    const query = [...url.searchParams].map((pair) => pair.map(encoded).join("=")).sort();
    const signed = names.split(";").map((name) => `${name}:${String(headers[name]).trim()}\n`);
    const request = [method, path.join("/"), query.join("&"), signed.join(""), names, payload].join("\n");
    const scope = `${day}/${region}/s3/aws4_request`;
    const text = ["AWS4-HMAC-SHA256", date, scope, hex(request)].join("\n");
    const steps = [day, region, "s3", "aws4_request"];
    const signingKey = steps.reduce<string | Buffer>(mac, `AWS4${server.secretAccessKey}`);
    return mac(signingKey, text).toString("hex") === signature ? null : failure(403, "SignatureDoesNotMatch");
  }

  function answerOf({ method, key, query, headers, body }: Asked): S3Answer {
    const uploadId = query.get("uploadId") ?? "";
    if (key === "") return query.has("uploads") ? uploadList(query) : objectList(query);
    if (method === "POST" && query.has("uploads")) {
      const id = `upload-${server.asked.length}`;
      server.uploads.set(id, key);
      parts.set(id, new Map());
      return xml(`<UploadId>${id}</UploadId>`);
    }
    if (uploadId) return uploadAnswer(method, key, uploadId, Number(query.get("partNumber")), body);
    if (method === "PUT") {
      server.objects.set(key, body);
      return { status: 200, headers: { ETag: `"${hex(body)}"` } };
    }
    if (method === "DELETE") {
      server.objects.delete(key);
      return { status: 204 };
    }
    const object = server.objects.get(key);
    if (!object) return failure(404, "NoSuchKey");
    const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(headers.range ?? "") ?? [];
    if (from === undefined) return { status: 200, body: object };
    return { status: 206, body: object.subarray(Number(from), Number(to) + 1) };
  }

  function uploadAnswer(method: string, key: string, id: string, number: number, body: Buffer): S3Answer {
    const known = parts.get(id) ?? new Map<number, Buffer>();
    if (server.uploads.get(id) !== key) return failure(404, "NoSuchUpload");
    if (method === "PUT") {
      known.set(number, body);
      return { status: 200, headers: { ETag: `"${hex(body)}"` } };
    }
    server.uploads.delete(id);
    if (method === "DELETE") return { status: 204 };
    const listed = [...body.toString().matchAll(/<PartNumber>(\d+)<\/PartNumber><ETag>"(\w+)"<\/ETag>/g)];
    const whole = listed.map(([, n, etag]) => {
      const part = known.get(Number(n));
      return part && hex(part) === etag ? part : null;
    });
    if (whole.length !== known.size || whole.includes(null)) return failure(400, "InvalidPart");
    server.objects.set(key, Buffer.concat(whole as Buffer[]));
    return xml("<ETag>x</ETag>");
  }

  function objectList(query: URLSearchParams): S3Answer {
    const prefix = query.get("prefix") ?? "";
    const after = query.get("continuation-token") ?? "";
    const keys = [...server.objects.keys()].filter((key) => key.startsWith(prefix) && key > after).sort();
    // Pages of two, so that there are some.
    const page = keys.slice(0, 2);
    const isMore = keys.length > page.length;
    const next = isMore ? `<NextContinuationToken>${page.at(-1)}</NextContinuationToken>` : "";
    const contents = page.map((key) => `<Contents><Key>${key}</Key></Contents>`).join("");
    return xml(`<IsTruncated>${isMore}</IsTruncated>${next}${contents}`);
  }

  function uploadList(query: URLSearchParams): S3Answer {
    const prefix = query.get("prefix") ?? "";
    const found = [...server.uploads].filter(([, key]) => key.startsWith(prefix));
    return xml(
      found.map(([id, key]) => `<Upload><Key>${key}</Key><UploadId>${id}</UploadId></Upload>`).join(""),
    );
  }
}

function xml(inner: string): S3Answer {
  return { status: 200, body: `<?xml version="1.0"?><Result>${inner}</Result>` };
}

export function failure(status: number, code: string, more = ""): S3Answer {
  return { status, body: `<?xml version="1.0"?><Error><Code>${code}</Code>${more}</Error>` };
}
