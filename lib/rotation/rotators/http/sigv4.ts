import { createHash, createHmac } from "node:crypto";

/** An access key of AWS, and what a request is signed for. */
export interface Sigv4Scope {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly region: string;
  readonly service: string;
}

interface SignedRequest {
  readonly method: string;
  readonly host: string;
  /** Encoded as it is sent. */
  readonly path: string;
  /** Without its question mark, sorted and encoded as it is sent; empty without a query. */
  readonly query: string;
  readonly contentType: string;
  readonly body: string;
}

/** The headers that sign a request, as AWS Signature Version 4 has it. */
export function sigv4Headers(
  { accessKeyId, secretAccessKey, region, service }: Sigv4Scope,
  { method, host, path, query, contentType, body }: SignedRequest,
  now: Date,
): [string, string][] {
  const time = now.toISOString().replaceAll(/[-:]|\.\d{3}/g, "");
  const day = time.slice(0, 8);
  const signedHeaders = "content-type;host;x-amz-date";
  const headers = `content-type:${contentType}\nhost:${host}\nx-amz-date:${time}\n`;
  const canonical = [method, path, query, headers, signedHeaders, sha256(body)].join("\n");
  const scope = `${day}/${region}/${service}/aws4_request`;
  const toSign = ["AWS4-HMAC-SHA256", time, scope, sha256(canonical)].join("\n");
  const key = [day, region, service, "aws4_request"].reduce<Buffer | string>(hmac, `AWS4${secretAccessKey}`);
  const signature = hmac(key, toSign).toString("hex");
  const credential = `Credential=${accessKeyId}/${scope}`;
  return [
    ["X-Amz-Date", time],
    [
      "Authorization",
      `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=${signedHeaders}, Signature=${signature}`,
    ],
  ];
}

function hmac(key: Buffer | string, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
