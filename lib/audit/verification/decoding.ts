import type { ChainEvent } from "../chain";

const LENGTH_BYTES = 4;
const INTEGER_BYTES = 8;

/** The event that `encodeEvent` gave these bytes for; they must be genuine. */
export function decodeEvent(encoded: Buffer): ChainEvent {
  let at = 0;
  const text = (): string | null => {
    at += 1;
    if (encoded[at - 1] === 0) return null;
    const start = at + LENGTH_BYTES;
    at = start + encoded.readUInt32BE(at);
    return encoded.toString("utf8", start, at);
  };
  const integer = () => {
    at += INTEGER_BYTES;
    return Number(encoded.readBigInt64BE(at - INTEGER_BYTES));
  };
  text();
  return {
    seq: integer(),
    atMs: integer(),
    id: text() ?? "",
    action: text() ?? "",
    actorKind: text() ?? "",
    actorId: text(),
    actorLabel: text() ?? "",
    projectId: text(),
    environmentId: text(),
    secretId: text(),
    targetName: text(),
    detail: text() ?? "",
    ip: text(),
    userAgent: text(),
    requestId: text(),
  };
}
