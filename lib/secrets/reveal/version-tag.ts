import { createHmac } from "node:crypto";
import type { Permit } from "@/lib/authorization/permit";
import type { Ctx } from "@/lib/context";
import type { Pool } from "@/lib/db/client";
import type { ReadableVersion } from "./store";

type Scope = Pick<Permit<"values.read">, "environment" | "visibility">;

/**
 * One short text for everything that a reader sees: another as soon as a name, value or mapping among it is. Keyed and
 * bound to the reader, its scope and what it asked for, so that it tells nothing to anybody and fits no other request.
 */
export function versionTag(
  { actor, keys }: Pick<Ctx, "actor" | "keys">,
  { environment, visibility }: Scope,
  names: readonly string[] | null,
  listed: readonly Pick<ReadableVersion, "name" | "versionId">[],
): string {
  const reader = [
    actor.kind,
    "id" in actor ? actor.id : null,
    environment.id,
    visibility.audiences,
    visibility.secretIds,
    names,
  ];
  const rows = listed.map(({ name, versionId }) => `${name}\n${versionId}\n`).join("");
  return createHmac("sha256", keys.derive("etag"))
    .update(`${reader}\n${rows}`)
    .digest("base64url")
    .slice(0, 32);
}

function readerOf(
  { actor }: Pick<Ctx, "actor">,
  { environment, visibility }: Scope,
  names: readonly string[] | null,
): string {
  const id = "id" in actor ? actor.id : null;
  return JSON.stringify([actor.kind, id, environment.id, visibility.audiences, visibility.secretIds, names]);
}

/** How many requests' tags are remembered. */
const KNOWN_MAX = 2_000;

interface Known {
  readonly lastChange: number;
  readonly tag: string;
  /** Until when nobody has to look whether values that live elsewhere are others now; null: for ever. */
  readonly goodUntil: Date | null;
}

/** The tags of this instance's database, by what was asked: each is right as long as nothing changed since. */
const known = new WeakMap<Pool, Map<string, Known>>();

/** The tag of a request as of the last change, if it was made since; null when it has to be made from the rows. */
export function knownTag(
  ctx: Pick<Ctx, "actor" | "pool" | "now">,
  scope: Scope,
  names: readonly string[] | null,
  lastChange: number,
): string | null {
  const entry = known.get(ctx.pool)?.get(readerOf(ctx, scope, names));
  if (entry?.lastChange !== lastChange) return null;
  return entry.goodUntil === null || ctx.now() < entry.goodUntil ? entry.tag : null;
}

/** Keeps a tag that was made from rows read after `lastChange` was. */
export function rememberTag(
  ctx: Pick<Ctx, "actor" | "pool">,
  scope: Scope,
  names: readonly string[] | null,
  entry: Known,
): void {
  const tags = known.get(ctx.pool) ?? new Map<string, Known>();
  known.set(ctx.pool, tags);
  const reader = readerOf(ctx, scope, names);
  tags.delete(reader);
  tags.set(reader, entry);
  const [oldest] = tags.size > KNOWN_MAX ? tags.keys() : [];
  if (oldest !== undefined) tags.delete(oldest);
}
