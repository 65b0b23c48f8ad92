import { createHmac } from "node:crypto";
import type { Grant } from "@/lib/authorization/grant";
import type { Ctx } from "@/lib/context";
import type { ReadableVersion } from "./store";

/**
 * One short text for everything that a reader sees: another as soon as a name, value or mapping among it is. Keyed and
 * bound to the reader, its scope and what it asked for, so that it tells nothing to anybody and fits no other request.
 */
export function versionTag(
  { actor, keys }: Pick<Ctx, "actor" | "keys">,
  { environment, sight }: Grant<"values.read">,
  names: readonly string[] | null,
  listed: readonly Pick<ReadableVersion, "name" | "versionId">[],
): string {
  const reader = [
    actor.kind,
    "id" in actor ? actor.id : null,
    environment.id,
    sight.audiences,
    sight.names,
    names,
  ];
  const rows = listed.map(({ name, versionId }) => `${name}\n${versionId}\n`).join("");
  return createHmac("sha256", keys.derive("etag"))
    .update(`${JSON.stringify(reader)}\n${rows}`)
    .digest("base64url")
    .slice(0, 32);
}
