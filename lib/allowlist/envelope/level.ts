import type { Level } from "../configuration/model";
import type { Layout } from "./ciphertext";

const IN_ONE: Layout = { tag: "appended", key: "prepended" };

/** Where the parts of a ciphertext go: into one text, but for those that have a field of a JSON body. */
export function layoutOf(level: Level): Layout {
  if (level.level === "fields" || level.as === "text") return IN_ONE;
  return {
    tag: level.fields.tag === null ? "appended" : "own",
    key: level.fields.key === null ? "prepended" : "own",
  };
}

/** How many fields of one message may be encrypted: each takes its own time, and RSA and JWE take most. */
export function scopesMax(method: string): number {
  return method.startsWith("AES") ? 10_000 : 1_000;
}
