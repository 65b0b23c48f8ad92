import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from "node:crypto";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { readPrivateFile, writePrivateFile } from "../credentials/private-file";
import { isRecord, isTextRecord, parsedJson } from "../json";
import { cacheFolder } from "../scopes";
import type { Shell } from "../shell";
import { cacheKey } from "./cache-key";

const ALGORITHM = "aes-256-gcm";
const INFO = "strongroom/cli-cache/v1";
/** A clock that was set back must not make a copy young again. */
const FUTURE_MS_MAX = 5 * 60_000;

/** Which answer is kept: another server, key, place or choice of names is another one. */
export interface CacheTarget {
  readonly url: string;
  readonly key: string;
  /** What was asked for, such as the query of the request. */
  readonly question: string;
}

export interface CachedValues {
  readonly values: Readonly<Record<string, string>>;
  /** When they came from the server. */
  readonly at: Date;
}

/**
 * Keeps values for when the server is out of reach: sealed with AES-256-GCM under a key made of the cache's own key, which
 * lies in the keychain or in a file, and of the API key. Without either the copy cannot be opened.
 */
export async function keepValues(
  shell: Pick<Shell, "env">,
  target: CacheTarget,
  values: Readonly<Record<string, string>>,
  now: Date,
): Promise<void> {
  const at = now.toISOString();
  const iv = randomBytes(12);
  const cipher = createCipheriv(ALGORITHM, await sealingKey(shell, target), iv, { authTagLength: 16 });
  cipher.setAAD(boundTo(target, at));
  const sealed = Buffer.concat([cipher.update(JSON.stringify(values), "utf8"), cipher.final()]);
  const kept = { at, iv: text(iv), tag: text(cipher.getAuthTag()), sealed: text(sealed) };
  writePrivateFile(fileOf(shell, target), `${JSON.stringify(kept)}\n`);
}

/** The kept values, or null when there are none, they are older than allowed, or they cannot be opened. */
export async function keptValues(
  shell: Pick<Shell, "env">,
  target: CacheTarget,
  ageMsMax: number,
  now: Date,
): Promise<CachedValues | null> {
  const found = parsedJson(readPrivateFile(fileOf(shell, target)) ?? "");
  if (!isTextRecord(found) || !found.at || !found.iv || !found.tag || !found.sealed) return null;
  const at = new Date(found.at);
  const ageMs = now.getTime() - at.getTime();
  if (!(ageMs <= ageMsMax && ageMs >= -FUTURE_MS_MAX)) return null;
  try {
    const iv = Buffer.from(found.iv, "base64");
    const cipher = createDecipheriv(ALGORITHM, await sealingKey(shell, target), iv, { authTagLength: 16 });
    cipher.setAAD(boundTo(target, found.at)).setAuthTag(Buffer.from(found.tag, "base64"));
    const opened = cipher.update(found.sealed, "base64", "utf8") + cipher.final("utf8");
    const values = parsedJson(opened);
    return isRecord(values) && isTextRecord(values) ? { values, at } : null;
  } catch {
    return null;
  }
}

/** Drops one answer: the server no longer gives it. */
export function dropValues(shell: Pick<Shell, "env">, target: CacheTarget): void {
  rmSync(fileOf(shell, target), { force: true });
}

/** Drops all of them. */
export function dropAllValues(shell: Pick<Shell, "env">): void {
  rmSync(cacheFolder(shell), { recursive: true, force: true });
}

function fileOf(shell: Pick<Shell, "env">, { url, key, question }: CacheTarget): string {
  const id = createHash("sha256")
    .update(JSON.stringify([url, key, question]))
    .digest("hex");
  return join(cacheFolder(shell), `${id.slice(0, 32)}.json`);
}

async function sealingKey(shell: Pick<Shell, "env">, { key }: CacheTarget): Promise<Uint8Array> {
  return new Uint8Array(
    hkdfSync("sha256", await cacheKey(shell), createHash("sha256").update(key).digest(), INFO, 32),
  );
}

function boundTo({ url, question }: CacheTarget, at: string): Buffer {
  return Buffer.from(JSON.stringify([INFO, url, question, at]));
}

function text(bytes: Buffer): string {
  return bytes.toString("base64");
}
