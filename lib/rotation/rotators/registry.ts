import type { RotatorConfig, RotatorKind } from "../schema";
import { postgresServer } from "./databases/postgres";
import { databaseRotator } from "./databases/rotator";
import { http } from "./http/http";
import { keyPair } from "./key-pair";
import { random } from "./random";
import type { Rotator } from "./rotator";
import { webhook } from "./webhook";

/** Every kind of rotator that works by itself. A new one is a file, its configuration in `schema.ts`, and a line here. */
const ROTATORS: { readonly [K in Exclude<RotatorKind, "manual">]: Rotator<K> } = {
  random,
  keyPair,
  http,
  webhook,
  postgres: databaseRotator(postgresServer),
};

/** What rotates a secret that is configured so; null: a person does it. */
export function rotatorOf({ kind }: RotatorConfig): Rotator | null {
  // Each takes the configuration of its own kind, and that is the one that it is handed.
  return kind === "manual" ? null : (ROTATORS[kind] as Rotator);
}
