import type { Egress } from "@/lib/net/egress";
import type { S3Bucket } from "@/lib/platform/backup-settings";
import type { BackupStore } from "./folder";
import { type Medium, writeProved } from "./proving";
import { elementOf, openS3, type S3Client } from "./s3";

/** What is sent, and read again, at a time. It can be sent again when it did not arrive. */
const PART_BYTES = 16 * 1_024 ** 2;

interface BucketOptions {
  readonly recipients: readonly string[];
  readonly signal?: AbortSignal | undefined;
  readonly pausesMs?: readonly number[];
  readonly partBytes?: number;
}

/** A bucket of a store that is as S3 is, or what lies under a prefix in it. */
export async function bucketStore(
  bucket: S3Bucket,
  egress: Egress,
  { recipients, partBytes = PART_BYTES, ...options }: BucketOptions,
): Promise<BackupStore> {
  const client = await openS3(bucket, egress, options);
  const keyOf = (name: string) => `${bucket.prefix}${name}`;
  const remove = async (name: string) => {
    await client.send({ method: "DELETE", key: keyOf(name) });
  };
  return {
    newTarget: (name) => ({
      name,
      write: async (work, signal) => {
        const medium = objectOf(client, keyOf(name), partBytes);
        try {
          return await writeProved(medium, recipients, work, signal);
        } catch (error) {
          // A store that does not answer keeps what it has until the next backup.
          if (medium.isThere()) await remove(name).catch(() => {});
          throw error;
        }
      },
    }),
    list: async () => {
      const names: string[] = [];
      for (let from: string | null = null, isMore = true; isMore; ) {
        const query = {
          "list-type": "2",
          prefix: bucket.prefix,
          ...(from && { "continuation-token": from }),
        };
        const { body } = await client.send({ method: "GET", key: "", query });
        const xml = body.toString("utf8");
        names.push(...within(bucket.prefix, xml, "Contents").map(({ name }) => name));
        from = elementOf(xml, "NextContinuationToken");
        isMore = elementOf(xml, "IsTruncated") === "true" && from !== null;
      }
      return names;
    },
    remove,
    removeParts: async (isOurs) => {
      const query = { uploads: "", prefix: bucket.prefix };
      // Some stores cannot list them.
      const { body } = await client.send({ method: "GET", key: "", query, allowed: 501 });
      for (const { name, element } of within(bucket.prefix, body.toString("utf8"), "Upload")) {
        const uploadId = elementOf(element, "UploadId");
        if (uploadId && isOurs(name))
          await client.send({ method: "DELETE", key: keyOf(name), query: { uploadId } });
      }
    },
  };
}

/** An object that is written once, in parts if it is large, and read again. */
function objectOf(
  client: S3Client,
  key: string,
  partBytes: number,
): Medium & { readonly isThere: () => boolean } {
  let bytes = 0;
  let isThere = false;
  return {
    isThere: () => isThere,
    write: async (chunks) => {
      const parts = inParts(chunks, partBytes);
      const first = await parts.next();
      const body = first.value ?? Buffer.alloc(0);
      bytes = body.length;
      if (body.length < partBytes) {
        isThere = true;
        await client.send({ method: "PUT", key, body });
        return;
      }
      const uploadId = await begin(client, key);
      const sent: string[] = [];
      try {
        const send = async (part: Buffer) => {
          const query = { partNumber: String(sent.length + 1), uploadId };
          const { headers } = await client.send({ method: "PUT", key, query, body: part });
          sent.push(headers.find(([name]) => name === "etag")?.[1] ?? "");
        };
        await send(body);
        for await (const part of parts) {
          bytes += part.length;
          await send(part);
        }
        isThere = true;
        await complete(client, key, uploadId, sent);
      } catch (error) {
        await client.send({ method: "DELETE", key, query: { uploadId } }).catch(() => {});
        throw error;
      }
    },
    read: async function* () {
      for (let from = 0; from < bytes; from += partBytes) {
        const to = Math.min(from + partBytes, bytes) - 1;
        const headers = { Range: `bytes=${from}-${to}` };
        const { body } = await client.send({ method: "GET", key, headers, answerBytesMax: partBytes });
        yield body;
      }
    },
  };
}

async function begin(client: S3Client, key: string): Promise<string> {
  const { body } = await client.send({ method: "POST", key, query: { uploads: "" } });
  const uploadId = elementOf(body.toString("utf8"), "UploadId");
  if (!uploadId) throw new Error("the store began no upload");
  return uploadId;
}

/** A store may answer 200 and then think better of it. */
async function complete(
  client: S3Client,
  key: string,
  uploadId: string,
  etags: readonly string[],
): Promise<void> {
  const parts = etags.map((etag, i) => `<Part><PartNumber>${i + 1}</PartNumber><ETag>${etag}</ETag></Part>`);
  const text = `<CompleteMultipartUpload>${parts.join("")}</CompleteMultipartUpload>`;
  const request = { method: "POST", key, query: { uploadId }, body: Buffer.from(text) } as const;
  const { body } = await client.send(request);
  const code = elementOf(body.toString("utf8"), "Code");
  if (code)
    throw new Error(`the store did not put the parts together (${/^\w{1,60}$/.exec(code)?.[0] ?? "failed"})`);
}

/** What lies directly under the prefix, of elements that have a key. */
function within(prefix: string, xml: string, element: string) {
  return [...xml.matchAll(new RegExp(`<${element}>.*?</${element}>`, "gs"))].flatMap(([text]) => {
    const key = elementOf(text, "Key");
    const name = key?.startsWith(prefix) ? key.slice(prefix.length) : "";
    return name === "" || name.includes("/") ? [] : [{ name, element: text }];
  });
}

/** The same bytes in pieces of one size; the last is what is left. */
async function* inParts(chunks: AsyncIterable<Uint8Array>, size: number): AsyncGenerator<Buffer, undefined> {
  let held: Uint8Array[] = [];
  let length = 0;
  for await (let chunk of chunks) {
    while (length + chunk.length >= size) {
      const cut = size - length;
      yield Buffer.concat([...held, chunk.subarray(0, cut)]);
      chunk = chunk.subarray(cut);
      [held, length] = [[], 0];
    }
    held.push(chunk);
    length += chunk.length;
  }
  if (length > 0) yield Buffer.concat(held);
}
