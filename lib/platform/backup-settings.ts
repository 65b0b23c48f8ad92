import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { Cron } from "croner";
import { Issue, type SettingReader } from "./setting-issue";

/** Of how many hours, days, weeks and months the last backup is kept. */
export type Keep = Readonly<Record<"h" | "d" | "w" | "m", number>>;

/** When backups are made by themselves, and where to. */
export interface BackupSettings {
  /** An absolute folder, or a bucket. */
  readonly destination: string | S3Bucket;
  /** A cron expression in UTC. */
  readonly schedule: string;
  /** Null: all of them. */
  readonly keep: Keep | null;
  /** Whom they are encrypted for with age; nobody: they are not. */
  readonly recipients: readonly string[];
}

/** A bucket of a store that is as S3 is. */
export interface S3Bucket {
  readonly name: string;
  /** Empty, or ends in a slash. */
  readonly prefix: string;
  /** An origin. */
  readonly endpoint: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export const BACKUP_SETTING_NAMES = [
  "STRONGROOM_BACKUP_DIR",
  "STRONGROOM_BACKUP_SCHEDULE",
  "STRONGROOM_BACKUP_KEEP",
  "STRONGROOM_BACKUP_RECIPIENTS",
  "STRONGROOM_BACKUP_S3_ENDPOINT",
  "STRONGROOM_BACKUP_S3_REGION",
  "STRONGROOM_BACKUP_S3_ACCESS_KEY_ID",
  "STRONGROOM_BACKUP_S3_SECRET_ACCESS_KEY",
  "STRONGROOM_BACKUP_S3_SECRET_ACCESS_KEY_FILE",
] as const;

/** Those that hold a secret as text: no program that is started later has any business with them. */
export const BACKUP_SECRET_NAMES = [
  "STRONGROOM_BACKUP_S3_SECRET_ACCESS_KEY",
] as const satisfies readonly (typeof BACKUP_SETTING_NAMES)[number][];

const EVERY_NIGHT = "15 2 * * *";
const KEEP: Keep = { h: 0, d: 7, w: 4, m: 12 };

type Env = Readonly<Record<string, string | undefined>>;

/** What the environment says of backups; null: none are made by themselves. Errors are noted. */
export function readBackupSettings(env: Env, read: SettingReader, issues: string[]): BackupSettings | null {
  const folder = read<string | Bucket>("STRONGROOM_BACKUP_DIR", "", parseDestination);
  const destination = typeof folder === "string" ? folder : readBucket(folder, env, read, issues);
  const settings: BackupSettings = {
    destination,
    schedule: read("STRONGROOM_BACKUP_SCHEDULE", EVERY_NIGHT, parseSchedule),
    keep: read<Keep | null>("STRONGROOM_BACKUP_KEEP", KEEP, parseKeep),
    recipients: read<readonly string[]>("STRONGROOM_BACKUP_RECIPIENTS", [], parseRecipients),
  };
  if (env.STRONGROOM_BACKUP_DIR) return settings;
  const orphan = BACKUP_SETTING_NAMES.find((name) => env[name]);
  if (orphan) issues.push(`${orphan} is set, but STRONGROOM_BACKUP_DIR is not`);
  return null;
}

type Bucket = Pick<S3Bucket, "name" | "prefix">;

function readBucket(bucket: Bucket, env: Env, read: SettingReader, issues: string[]): S3Bucket {
  const region = read("STRONGROOM_BACKUP_S3_REGION", "us-east-1", parseRegion);
  const ofAmazon = `https://s3.${region}.amazonaws.com`;
  const accessKeyId = read("STRONGROOM_BACKUP_S3_ACCESS_KEY_ID", "", (text) => text);
  const secret = read("STRONGROOM_BACKUP_S3_SECRET_ACCESS_KEY", "", (text) => text);
  const fromFile = read("STRONGROOM_BACKUP_S3_SECRET_ACCESS_KEY_FILE", "", parseSecretFile);
  const sources = ["", "_FILE"].filter((end) => env[`STRONGROOM_BACKUP_S3_SECRET_ACCESS_KEY${end}`]);
  if (!accessKeyId) issues.push("STRONGROOM_BACKUP_S3_ACCESS_KEY_ID must be set too");
  if (sources.length === 0) issues.push("STRONGROOM_BACKUP_S3_SECRET_ACCESS_KEY_FILE must be set too");
  if (sources.length === 2)
    issues.push(
      "STRONGROOM_BACKUP_S3_SECRET_ACCESS_KEY and STRONGROOM_BACKUP_S3_SECRET_ACCESS_KEY_FILE are both set: keep one of them",
    );
  return {
    ...bucket,
    endpoint: read("STRONGROOM_BACKUP_S3_ENDPOINT", ofAmazon, parseEndpoint),
    region,
    accessKeyId,
    secretAccessKey: secret || fromFile,
  };
}

function parseDestination(text: string): string | Bucket | Issue {
  const [, name, path = ""] = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(\/[\w./-]*)?$/.exec(text) ?? [];
  if (name && !/(^|\/)\.{1,2}(\/|$)/.test(path)) {
    const prefix = path.split("/").filter(Boolean).join("/");
    return { name, prefix: prefix === "" ? "" : `${prefix}/` };
  }
  if (/^[a-z0-9]+:\/\//i.test(text)) return new Issue("must be a folder, or look like s3://bucket/prefix");
  return text.includes("\0") ? new Issue("must be a folder") : resolve(text);
}

function parseSchedule(text: string): string | Issue {
  const rule = new Issue(`must be five fields of cron, in UTC, such as ${EVERY_NIGHT}, not "${text}"`);
  if (text.trim().split(/\s+/).length !== 5) return rule;
  try {
    const next = new Cron(text, { timezone: "UTC", mode: "5-part", paused: true }).nextRun();
    return next ? text : new Issue(`must be a time that comes, and "${text}" never does`);
  } catch {
    return rule;
  }
}

function parseKeep(text: string): Keep | null | Issue {
  if (text.trim() === "all") return null;
  const rule = new Issue(
    `must say of how many hours, days, weeks and months backups are kept, as 7d 4w 12m, or all, not "${text}"`,
  );
  const parts = text.trim().split(/\s+/);
  const kept: Record<string, number> = { h: 0, d: 0, w: 0, m: 0 };
  for (const part of parts) {
    const [, count = "", unit = ""] = /^(\d{1,4})([hdwm])$/.exec(part) ?? [];
    if (unit === "" || kept[unit] !== 0 || Number(count) === 0) return rule;
    kept[unit] = Number(count);
  }
  return kept as Keep;
}

/** Whether each is right to the last letter is seen when one is used. */
function parseRecipients(text: string): readonly string[] | Issue {
  const recipients = text.split(/[\s,]+/).filter((part) => part !== "");
  const wrong = recipients.find((one) => !/^age1[02-9ac-hj-np-z]{58,}$/.test(one));
  if (wrong === undefined) return recipients;
  // Somebody may have pasted what has to stay secret.
  return new Issue("must be recipients of age, each of which begins with age1, separated by commas");
}

function parseRegion(text: string): string | Issue {
  return /^[a-z0-9-]{1,40}$/.test(text)
    ? text
    : new Issue(`must be a region such as eu-central-1, not "${text}"`);
}

function parseEndpoint(text: string): string | Issue {
  const url = URL.canParse(text) ? new URL(text) : null;
  const isOrigin = url && /^https?:$/.test(url.protocol) && `${url.origin}/` === url.href;
  return isOrigin
    ? url.origin
    : new Issue("must be an address without a path, such as https://s3.example.com");
}

function parseSecretFile(path: string): string | Issue {
  try {
    return readFileSync(path, "utf8").trim() || new Issue("names a file that is empty");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : "failed";
    return new Issue(`names a file that cannot be read (${code})`);
  }
}
