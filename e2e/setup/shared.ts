import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Role } from "@/lib/authorization/actor";
import type { InstanceEnv } from "./instance";
import type { Person } from "./people";

/** What the set-up leaves for the tests: one running instance, and one person of each role who is signed in. */
export interface Shared {
  readonly origin: string;
  readonly env: InstanceEnv;
  readonly people: Readonly<Record<Role, Person>>;
}

const FOLDER = "STORIES_FOLDER";

/** Tells the tests' processes in which folder to look. */
export function share(folder: string, shared: Shared): void {
  writeFileSync(join(folder, "shared.json"), JSON.stringify(shared), { mode: 0o600 });
  process.env[FOLDER] = folder;
}

export function readShared(): Shared {
  const shared: Shared = JSON.parse(readFileSync(join(folderOf(), "shared.json"), "utf8"));
  return shared;
}

/** The file with the cookies of the person who has the role. */
export function sessionFile(role: Role, folder: string = folderOf()): string {
  return join(folder, `${role}.json`);
}

function folderOf(): string {
  const folder = process.env[FOLDER];
  if (!folder) throw new Error("the set-up of the browser tests has not run");
  return folder;
}
