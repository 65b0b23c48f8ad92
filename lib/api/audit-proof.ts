import { z } from "zod";
import { proofText } from "@/lib/audit/proof/model";
import { readCheckpoint, readConsistency, readLogKey, readProof, readTile } from "@/lib/audit/proof/service";
import { ok } from "./answer";
import { type Endpoint, endpoint } from "./endpoint";

const tag = "Audit";
const wholeLog = "Only for keys that may read the whole log.";
const count = (what: string) =>
  z.coerce
    .number(`${what} is a number.`)
    .int(`${what} is a whole number.`)
    .max(Number.MAX_SAFE_INTEGER, `${what} is too large.`);
const base64 = z.string().meta({ description: "Base64." });

const checkpoint = endpoint(
  {
    method: "GET",
    path: "/audit/checkpoint",
    tag,
    summary: "Read the last checkpoint: the signed end of the log",
    description: `A signed note (c2sp.org/tlog-checkpoint): origin, number of events, root of the tree over them, signature. A new one is made every minute in which there were events, and after 1,000 of them. ${wholeLog}`,
    action: "audit.read",
    answers: { 200: { description: "The signed note.", type: "text/plain; charset=utf-8" } },
  },
  async ({ ctx }) => plain((await readCheckpoint(ctx)).note),
);

const key = endpoint(
  {
    method: "GET",
    path: "/audit/key",
    tag,
    summary: "Read the public key that checkpoints are checked with",
    description: `It stays the same when the master key is rotated. ${wholeLog}`,
    action: "audit.read",
    answers: {
      200: {
        description: "The key, also in the form that tools for signed notes take.",
        schema: z
          .object({
            algorithm: z.literal("Ed25519"),
            publicKey: base64,
            keyName: z.string(),
            verifierKey: z.string(),
          })
          .meta({ id: "AuditKey" }),
      },
    },
  },
  async ({ ctx }) => ok(await readLogKey(ctx)),
);

const Proof = z
  .object({
    index: z.int().meta({ description: "Number of the event, less one." }),
    size: z.int(),
    hashes: z.array(base64),
    leaf: z.object({
      bytes: base64.meta({
        description: "Base64 of the salt and the canonical event: what is hashed after 0x00.",
      }),
      event: z.record(z.string(), z.unknown()),
    }),
    checkpoint: z.string(),
  })
  .meta({ id: "AuditProof" });

const proof = endpoint(
  {
    method: "GET",
    path: "/audit/proof",
    tag,
    summary: "Prove that an event is in the log",
    description: `A proof with its checkpoint (c2sp.org/tlog-proof); as JSON, with the event itself, for \`Accept: application/json\`. ${wholeLog}`,
    action: "audit.read",
    query: z.strictObject({ seq: count("The number of an event").min(1, "Events are numbered from 1.") }),
    answers: {
      200: {
        description: "The proof.",
        type: "text/plain; charset=utf-8",
        json: Proof,
      },
    },
  },
  async ({ ctx, query: { seq }, header }) => {
    const found = await readProof(ctx, seq);
    if (!header("accept")?.includes("application/json")) return plain(proofText(found));
    const { index, size, hashes, leaf, event, checkpoint } = found;
    return ok({
      index,
      size,
      hashes: hashes.map((hash) => hash.toString("base64")),
      leaf: { bytes: leaf.toString("base64"), event },
      checkpoint,
    });
  },
);

const consistency = endpoint(
  {
    method: "GET",
    path: "/audit/consistency",
    tag,
    summary: "Prove that the log only grew between two sizes",
    description: `The hashes of RFC 6962, 2.1.2. ${wholeLog}`,
    action: "audit.read",
    query: z.strictObject({
      from: count("A size").min(0, "A size is not negative."),
      to: count("A size").min(1, "A size is 1 at least."),
    }),
    answers: {
      200: {
        description: "The proof.",
        schema: z.object({ hashes: z.array(base64) }).meta({ id: "AuditConsistency" }),
      },
    },
  },
  async ({ ctx, query: { from, to } }) => {
    const hashes = await readConsistency(ctx, from, to);
    return ok({ hashes: hashes.map((hash) => hash.toString("base64")) });
  },
);

const tile = endpoint(
  {
    method: "GET",
    path: "/audit/tile/{level}/{tile*}",
    tag,
    summary: "Read a tile of the tree",
    description: `At most 256 hashes of 32 bytes, at the paths of c2sp.org/tlog-tiles. ${wholeLog}`,
    action: "audit.read",
    params: z.object({
      level: z.coerce
        .number("A level is a number.")
        .int("A level is a whole number.")
        .min(0, "A level is not negative.")
        .max(5, "There are 6 levels."),
      tile: z
        .string()
        .regex(
          /^(x\d{3}\/)*\d{3}(\.p\/([1-9]|[1-9]\d|1\d\d|2[0-4]\d|25[0-5]))?$/,
          "A tile is called as in x001/234, with .p/12 for the first 12 hashes.",
        )
        .max(40),
    }),
    answers: { 200: { description: "The hashes.", type: "application/octet-stream" } },
  },
  async ({ ctx, params: { level, tile } }) => {
    const [path = "", width] = tile.split(".p/");
    const number = Number(path.replaceAll(/[x/]/g, ""));
    const hashes = await readTile(ctx, { level, number }, width === undefined ? 256 : Number(width));
    return new Response(new Uint8Array(hashes), { headers: { "content-type": "application/octet-stream" } });
  },
);

export const proofEndpoints: readonly Endpoint[] = [checkpoint, key, proof, consistency, tile];

function plain(text: string): Response {
  return new Response(text, { headers: { "content-type": "text/plain; charset=utf-8" } });
}
