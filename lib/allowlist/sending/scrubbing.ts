import { AppError } from "@/lib/platform/app-error";
import { giveWay, PIECE_BYTES } from "@/lib/platform/mutex";
import { Masker } from "@/sdk/src/masking/masker";
import type { Masking } from "@/sdk/src/masking/masking";
import { strictText } from "../envelope/strict-text";
import { revealed } from "./disguise";
import { unpacked } from "./packed";

/**
 * The bytes with a mark in the place of every secret. Throws `badGateway` for what hides one behind escapes, from where it
 * cannot be taken out. Gives way to other work after each piece.
 */
async function scrubbedBytes(masking: Masking, bytes: Buffer): Promise<Buffer> {
  const scrubbed = await masked(masking, bytes);
  if (masking.skip === null) return scrubbed;
  for await (const view of revealed(scrubbed)) if (await holdsSecret(masking, view)) throw withheld();
  return scrubbed;
}

/** The same for text. */
export async function scrubbedText(masking: Masking, text: string): Promise<string> {
  return (await scrubbedBytes(masking, Buffer.from(text, "utf8"))).toString("utf8");
}

/** The same for a header: bytes as Node reads them, one for each character (RFC 9110, section 5.5). */
export async function scrubbedHeader(masking: Masking, value: string): Promise<string> {
  const scrubbed = await scrubbedBytes(masking, Buffer.from(value, "latin1"));
  return strictText(scrubbed) ?? scrubbed.toString("latin1");
}

/**
 * The same for JSON, whose strings are looked through as they are written anew, and so however they were escaped. Where
 * a mark stands in the place of a number, what is left is text.
 */
export async function scrubbedJson(masking: Masking, json: unknown): Promise<unknown> {
  const text = JSON.stringify(json);
  await giveWay();
  const scrubbed = await scrubbedText(masking, text);
  if (scrubbed === text) return json;
  try {
    return JSON.parse(scrubbed);
  } catch {
    return scrubbed;
  }
}

/**
 * The same for bytes that are no text. Throws `badGateway` for a compressed file with a secret in it, which cannot be taken
 * out, and for one that cannot be searched, as when it holds more than `bytesMax`.
 */
export async function scrubbedFile(masking: Masking, bytes: Buffer, bytesMax: number): Promise<Buffer> {
  for await (const inner of unpacked(bytes, bytesMax)) {
    if (inner === null) throw unsearchable();
    if (await holdsSecret(masking, inner)) throw withheld();
    for await (const view of revealed(inner)) if (await holdsSecret(masking, view)) throw withheld();
  }
  return scrubbedBytes(masking, bytes);
}

async function masked(masking: Masking, bytes: Buffer): Promise<Buffer> {
  const masker = new Masker(masking);
  const parts: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
    if (at > 0) await giveWay();
    // What `write` gives is good until the next call.
    parts.push(Buffer.from(masker.write(bytes.subarray(at, at + PIECE_BYTES))));
  }
  return Buffer.concat([...parts, masker.end()]);
}

async function holdsSecret(masking: Masking, bytes: Buffer): Promise<boolean> {
  return !(await masked(masking, bytes)).equals(bytes);
}

function withheld(): AppError {
  return new AppError(
    "badGateway",
    "The answer of the endpoint holds one of its secrets, so it is withheld.",
  );
}

function unsearchable(): AppError {
  return new AppError(
    "badGateway",
    "The answer of the endpoint is compressed in a way that cannot be searched for its secrets, so it is withheld.",
  );
}
