import { resolve } from "node:path";
import { Cron } from "croner";
import { Issue, type SettingReader } from "./setting-issue";

/** Of how many hours, days, weeks and months the last backup is kept. */
export type Keep = Readonly<Record<"h" | "d" | "w" | "m", number>>;

/** When backups are made by themselves, and where to. */
export interface BackupSettings {
  /** An absolute folder. */
  readonly destination: string;
  /** A cron expression in UTC. */
  readonly schedule: string;
  /** Null: all of them. */
  readonly keep: Keep | null;
  /** Whom they are encrypted for with age; nobody: they are not. */
  readonly recipients: readonly string[];
}

export const BACKUP_SETTING_NAMES = [
  "STRONGROOM_BACKUP_DIR",
  "STRONGROOM_BACKUP_SCHEDULE",
  "STRONGROOM_BACKUP_KEEP",
  "STRONGROOM_BACKUP_RECIPIENTS",
] as const;

const EVERY_NIGHT = "15 2 * * *";
const KEEP: Keep = { h: 0, d: 7, w: 4, m: 12 };

type Env = Readonly<Record<string, string | undefined>>;

/** What the environment says of backups; null: none are made by themselves. Errors are noted. */
export function readBackupSettings(env: Env, read: SettingReader, issues: string[]): BackupSettings | null {
  const destination = read("STRONGROOM_BACKUP_DIR", "", parseDestination);
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

function parseDestination(text: string): string | Issue {
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
