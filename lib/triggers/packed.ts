import type { OwnedRef } from "@/lib/crypto/owned";

/** What a delivery is sealed for: it opens as the one of its trigger alone. */
export function deliveryRef(projectId: string, triggerId: string, deliveryId: string): OwnedRef {
  return { purpose: "trigger-delivery", projectId, rowId: `${triggerId}/${deliveryId}` };
}

/** What a request brought. */
export interface Brought {
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
}

const LENGTH_BYTES = 4;

/** Headers and body as the bytes that are sealed: the length of the headers, the headers as JSON, the body as it came. */
export function pack({ headers, body }: Brought): Buffer {
  const head = Buffer.from(JSON.stringify(headers));
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32BE(head.length);
  return Buffer.concat([length, head, body]);
}

export function unpack(bytes: Buffer): Brought {
  const end = LENGTH_BYTES + bytes.readUInt32BE();
  return { headers: JSON.parse(bytes.toString("utf8", LENGTH_BYTES, end)), body: bytes.subarray(end) };
}
