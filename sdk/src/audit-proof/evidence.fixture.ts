import { createHash, createPrivateKey, createPublicKey, sign } from "node:crypto";
import { type ChainEvent, encodeEvent } from "../../../lib/audit/chain";
import { decodeLeaf } from "./event";
import type { Tree } from "./merkle";

const sha = (...parts: readonly (Uint8Array | string)[]): Buffer => {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest();
};

type Leaves = readonly Uint8Array[];

/** Hashes of the parts of a tree, so that proofs of a thousand leaves do not compute them a thousand times. */
const known = new WeakMap<Leaves, Map<string, Buffer>>();

/** The tree as RFC 6962, 2.1, defines it, word for word, and made with another SHA-256 than the program's. */
export function rootOf(leaves: Leaves, from = 0, to = leaves.length): Buffer {
  const ofTree = known.get(leaves) ?? new Map<string, Buffer>();
  known.set(leaves, ofTree);
  const hash = ofTree.get(`${from}-${to}`) ?? hashOf(leaves, from, to);
  ofTree.set(`${from}-${to}`, hash);
  return hash;
}

function hashOf(leaves: Leaves, from: number, to: number): Buffer {
  if (to === from) return sha();
  if (to - from === 1) return sha(Uint8Array.of(0), leaves[from] ?? "");
  const middle = from + splitOf(to - from);
  return sha(Uint8Array.of(1), rootOf(leaves, from, middle), rootOf(leaves, middle, to));
}

/** PATH(m, D[n]) of RFC 6962, 2.1.1. */
export function pathOf(index: number, leaves: Leaves, from = 0, to = leaves.length): Buffer[] {
  if (to - from <= 1) return [];
  const middle = from + splitOf(to - from);
  return index < middle
    ? [...pathOf(index, leaves, from, middle), rootOf(leaves, middle, to)]
    : [...pathOf(index, leaves, middle, to), rootOf(leaves, from, middle)];
}

/** PROOF(m, D[n]) of RFC 6962, 2.1.2. */
export function consistencyOf(older: number, leaves: Leaves): Buffer[] {
  return older === 0 ? [] : subproof(older, leaves, 0, leaves.length);
}

/** The older tree begins where the range does exactly when its own root is known to whoever checks. */
function subproof(older: number, leaves: Leaves, from: number, to: number): Buffer[] {
  if (older === to) return from === 0 ? [] : [rootOf(leaves, from, to)];
  const middle = from + splitOf(to - from);
  return older <= middle
    ? [...subproof(older, leaves, from, middle), rootOf(leaves, middle, to)]
    : [...subproof(older, leaves, middle, to), rootOf(leaves, from, middle)];
}

function splitOf(count: number): number {
  let middle = 1;
  while (middle * 2 < count) middle *= 2;
  return middle;
}

/** A log that signs, made here so that the program's own signer is not what its verifier is tested with. */
export function testLog(name = "a") {
  const seed = sha(`seed of ${name}`);
  const der = Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), seed]);
  const key = createPrivateKey({ key: der, format: "der", type: "pkcs8" });
  const publicKey = Buffer.from(createPublicKey(key).export({ format: "jwk" }).x ?? "", "base64url");
  const origin = `strongroom/${sha(publicKey).toString("hex").slice(0, 16)}`;
  const keyHash = sha(`${origin}\n`, Uint8Array.of(1), publicKey).subarray(0, 4);
  const verifierKey = `${origin}+${keyHash.toString("hex")}+${Buffer.concat([Uint8Array.of(1), publicKey]).toString("base64")}`;
  const note = (text: string) =>
    `${text}\n\u2014 ${origin} ${Buffer.concat([keyHash, sign(null, Buffer.from(text), key)]).toString("base64")}\n`;
  const checkpointOf = ({ size, root }: Tree) =>
    note(`${origin}\n${size}\n${Buffer.from(root).toString("base64")}\n`);
  return { origin, verifierKey, note, checkpointOf };
}

export type TestLog = ReturnType<typeof testLog>;

export function testEvent(seq: number, more: Partial<ChainEvent> = {}): ChainEvent {
  return {
    seq,
    id: `0199${String(seq).padStart(8, "0")}`,
    atMs: Date.UTC(2026, 10, 23, 8) + seq * 61_000,
    action: "secret.revealed",
    actorKind: "user",
    actorId: "0199-anna",
    actorLabel: "anna@example.com",
    projectId: null,
    environmentId: null,
    secretId: `secret-${seq % 7}`,
    targetName: "STRIPE_KEY",
    detail: `{"version":${seq % 3}}`,
    ip: "203.0.113.7",
    userAgent: "Zoë's browser",
    requestId: null,
    ...more,
  };
}

export function leafOf(event: ChainEvent): Buffer {
  return Buffer.concat([sha(`salt ${event.seq}`), encodeEvent(event)]);
}

export interface TestEvidence {
  readonly log?: TestLog;
  readonly leaves: readonly Buffer[];
  /** In the order of the file. */
  readonly seqs: readonly number[];
  readonly since?: number;
}

export function proofTextOf(index: number, leaves: readonly Uint8Array[], checkpoint: string): string {
  const hashes = pathOf(index, leaves).map((hash) => `${hash.toString("base64")}\n`);
  return `c2sp.org/tlog-proof@v1\nindex ${index}\n${hashes.join("")}\n${checkpoint}`;
}

/** A file of evidence, line by line and each without its newline, as the format says. */
export function evidenceLines({ log = testLog(), leaves, seqs, since }: TestEvidence): string[] {
  const checkpoint = log.checkpointOf({ size: leaves.length, root: rootOf(leaves) });
  const header = {
    format: "strongroom-evidence/1",
    origin: log.origin,
    verifierKey: log.verifierKey,
    made: "2026-11-29T09:00:00.000Z",
    filters: { secret: "STRIPE_KEY" },
    checkpoint,
  };
  const events = seqs.map((seq) => {
    const leaf = leaves[seq - 1] ?? Buffer.alloc(0);
    return {
      seq,
      leaf: leaf.toString("base64"),
      labels: { project: "shop", environment: null },
      event: decodeLeaf(leaf),
      proof: proofTextOf(seq - 1, leaves, checkpoint),
    };
  });
  const older = since === undefined ? [] : [sinceLine(log, leaves, since)];
  return signedLines(
    log,
    [header, ...events, ...older].map((line) => JSON.stringify(line)),
    seqs.length,
  );
}

function sinceLine(log: TestLog, leaves: readonly Buffer[], size: number) {
  const since = log.checkpointOf({ size, root: rootOf(leaves.slice(0, size)) });
  return { since, hashes: consistencyOf(size, leaves).map((hash) => hash.toString("base64")) };
}

/** Lines with the one that signs them. */
export function signedLines(log: TestLog, lines: readonly string[], events: number, more = {}): string[] {
  const sha256 = sha(fileOf(lines)).toString("hex");
  const signature = log.note(`strongroom-export/1\n${log.origin}\n${events}\n${sha256}\n`);
  return [...lines, JSON.stringify({ events, sha256, signature, ...more })];
}

export function fileOf(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join("");
}

/** A file in parts of a size in bytes. */
export async function* partsOf(file: string | Uint8Array, size = 1_000): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(file);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
