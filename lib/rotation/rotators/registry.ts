import { mysqlServer } from "@/lib/databases/mysql/mysql";
import { postgresServer } from "@/lib/databases/postgres";
import type { RotationPhase } from "../model";
import type { RotatorConfig, RotatorKind } from "../schema";
import { databaseRotator } from "./databases/rotator";
import { http } from "./http/http";
import { keyPair } from "./key-pair";
import { manual } from "./manual";
import { random } from "./random";
import type { Rotator } from "./rotator";
import { webhook } from "./webhook";

/** Every kind of rotator. A new one is a file, its configuration in `schema.ts`, and a line here. */
const ROTATORS: { readonly [K in RotatorKind]: Rotator<K> } = {
  random,
  keyPair,
  http,
  webhook,
  postgres: databaseRotator(postgresServer),
  manual,
  mysql: databaseRotator(mysqlServer),
};

/** What rotates a secret that is configured so. */
export function rotatorOf({ kind }: RotatorConfig): Rotator {
  // Each takes the configuration of its own kind, and that is the one that it is handed.
  return ROTATORS[kind] as Rotator;
}

/** The phases that a rotation goes through when nothing goes wrong, in order. */
export function phasesOf(config: RotatorConfig): RotationPhase[] {
  const rotator = rotatorOf(config);
  const has = { ...rotator, finish: true, wait: true, revoke: rotator.revoke ?? rotator.revokeByHand };
  return (["prepare", "set", "test", "finish", "wait", "revoke"] as const).filter((phase) => has[phase]);
}
