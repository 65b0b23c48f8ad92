import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parse, TomlError } from "smol-toml";
import { variableOf } from "@/sdk/src/process/take-over-names";
import { usage } from "./failure";
import { utf8 } from "./input";
import { nameIssue } from "./names";
import { printable } from "./printable";

export const MANIFEST = "strongroom.toml";

/** What a project says of itself: the names it needs and may use, and where they live. */
export interface Manifest {
  readonly path: string;
  readonly required: readonly string[];
  readonly optional: readonly string[];
  readonly project: string | null;
  readonly environment: string | null;
  /** As the server takes them. */
  readonly triggers: readonly DeclaredTrigger[];
}

/** A trigger: which webhooks it takes is for the server to check. */
export interface DeclaredTrigger {
  readonly name: string;
  readonly secretEnv: string;
  readonly scheme: string;
  readonly hmac?: Readonly<Record<string, unknown>>;
}

/** A declared name that can never get a value, and why. */
export interface HopelessName {
  readonly name: string;
  readonly reason: string;
}

/** The manifest of the folder, or of the nearest folder above that has one; null when none has. */
export function findManifest(folder: string): Manifest | null {
  for (let at = folder; ; at = dirname(at)) {
    const path = join(at, MANIFEST);
    if (existsSync(path)) return parseManifest(path, utf8(bytesOf(path), path));
    if (at === dirname(at)) return null;
  }
}

function bytesOf(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch {
    throw usage(`${path} cannot be read`);
  }
}

/** Reads a manifest. Tells unknown keys and wrong types by name, and the line of an error of TOML. */
export function parseManifest(path: string, text: string): Manifest {
  const top = parsedToml(path, text);
  refuseUnknown(path, "", top, ["env", "project", "triggers"]);
  const env = tableOf(path, top, "env");
  const project = tableOf(path, top, "project");
  refuseUnknown(path, "env.", env, ["required", "optional"]);
  refuseUnknown(path, "project.", project, ["slug", "environment"]);
  const manifest = {
    path,
    required: namesOf(path, env, "required"),
    optional: namesOf(path, env, "optional"),
    project: textOf(path, project, "slug"),
    environment: textOf(path, project, "environment"),
    triggers: triggersOf(path, top),
  };
  refuseTwins(path, [...manifest.required, ...manifest.optional]);
  return manifest;
}

/** The connected app that a declared name asks for in place of a secret, as `connection:github` does; else null. */
export function connectionOf(name: string): string | null {
  return /^connection:([a-z][a-z0-9]*(?:-[a-z0-9]+)*)$/.exec(name)?.[1] ?? null;
}

/** Declared names that no secret can have. A manifest may hold them: it is read by more than this program. */
export function hopelessNames({ required, optional }: Manifest): HopelessName[] {
  return [...required, ...optional].flatMap((name) => {
    const reason = connectionOf(name) === null ? nameIssue(name) : null;
    return reason === null ? [] : [{ name, reason }];
  });
}

type Table = Readonly<Record<string, unknown>>;

function parsedToml(path: string, text: string): Table {
  try {
    return parse(text.replace(/^\ufeff/, ""));
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const reason = error.message.split("\n")[0]?.replace("Invalid TOML document: ", "");
    throw usage(`${path} line ${error.line}: ${reason}`);
  }
}

function tableOf(path: string, top: Table, key: string): Table {
  const found = top[key];
  if (found === undefined) return {};
  if (isTable(found)) return found;
  throw usage(`${path}: [${key}] has to be a table`);
}

function isTable(found: unknown): found is Table {
  return typeof found === "object" && found !== null && !Array.isArray(found) && !(found instanceof Date);
}

function namesOf(path: string, table: Table, key: string): string[] {
  const found = table[key] ?? [];
  if (Array.isArray(found) && found.every((name) => typeof name === "string" && name !== "")) return found;
  throw usage(`${path}: env.${key} has to be a list of names`);
}

function textOf(path: string, table: Table, key: string): string | null {
  const found = table[key] ?? null;
  if (found === null || (typeof found === "string" && found !== "")) return found;
  throw usage(`${path}: project.${key} has to be text`);
}

const HMAC_KEYS = ["header", "algorithm", "encoding", "prefix", "timestamp_header"];

function triggersOf(path: string, top: Table): DeclaredTrigger[] {
  const found = top.triggers ?? [];
  if (!Array.isArray(found) || !found.every(isTable)) throw usage(`${path}: [[triggers]] have to be tables`);
  return found.map((table) => {
    refuseUnknown(path, "triggers.", table, ["name", "secret_env", "scheme", ...HMAC_KEYS]);
    const text = (key: string) => {
      const value = table[key];
      if (typeof value === "string" && value !== "") return value;
      throw usage(`${path}: triggers.${key} has to be text`);
    };
    const hmac = Object.fromEntries(
      HMAC_KEYS.filter((key) => table[key] !== undefined).map((key) => [
        key === "timestamp_header" ? "timestampHeader" : key,
        table[key],
      ]),
    );
    return {
      ...{ name: text("name"), secretEnv: text("secret_env"), scheme: text("scheme") },
      ...(Object.keys(hmac).length > 0 && { hmac }),
    };
  });
}

function refuseUnknown(path: string, within: string, table: Table, known: readonly string[]): void {
  const unknown = Object.keys(table).filter((key) => !known.includes(key));
  if (unknown.length === 0) return;
  const names = unknown.map((key) => printable(within + key)).join(", ");
  throw usage(`${path}: unknown ${names}; known are ${known.map((key) => within + key).join(", ")}`);
}

function refuseTwins(path: string, names: readonly string[]): void {
  const seen = new Map<string, string>();
  for (const name of names) {
    const key = connectionOf(name) === null ? variableOf(name) : name;
    const twin = seen.get(key);
    if (twin !== undefined)
      throw usage(`${path}: ${printable(twin)} and ${printable(name)} are the same variable`);
    seen.set(key, name);
  }
}
