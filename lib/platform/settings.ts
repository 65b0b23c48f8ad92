import { BlockList, isIP } from "node:net";
import { resolve } from "node:path";
import { AUDIT_SETTING_NAMES, type AuditSettings, readAuditSettings } from "./audit-settings";
import { BACKUP_SETTING_NAMES, type BackupSettings, readBackupSettings } from "./backup-settings";
import {
  CONNECTIONS_DEFAULT,
  connectionLimitOf,
  parseConnections,
  parseDatabaseUrl,
} from "./database-settings";
import { defaultSender, type MailSettings, parseMailAddress, parseMailUrl } from "./mail-settings";
import { nearest } from "./nearest";
import { KEPT_DAYS, parseKeptDays, type Retention } from "./retention";
import { Issue, type SettingReader } from "./setting-issue";
import { readSingleSignOn, SINGLE_SIGN_ON_NAMES, type SingleSignOnSettings } from "./single-sign-on";
import { readTraceSettings, type TraceSettings } from "./trace-settings";

/** How this instance was told to run; read once at the start from the environment. */
export interface Settings {
  readonly port: number;
  readonly host: string;
  /** Public origin, without a trailing slash: cookies, links and origin checks go by it. */
  readonly origin: string;
  /** Absolute. */
  readonly dataDir: string;
  /** Unset: the embedded PostgreSQL. */
  readonly databaseUrl: string | null;
  /** How many connections this instance holds, at most. */
  readonly databaseConnections: number;
  /** Addresses and networks (CIDR) whose `X-Forwarded-For` is believed. */
  readonly trustedProxies: readonly string[];
  /** Unset: no mail is sent. */
  readonly mail: (MailSettings & { readonly from: string }) | null;
  readonly logLevel: "debug" | "info" | "warn" | "error";
  /** Requests to the API that one key may make a minute, on one instance; null: as many as it likes. */
  readonly rateLimitKey: number | null;
  /** The same for one address. */
  readonly rateLimitAddress: number | null;
  /** Whom to tell about a weakness of this instance, as a URI; null: nobody is named. */
  readonly securityContact: string | null;
  /** How long events of the audit log are kept. */
  readonly retention: Retention;
  /** After how many days a project gets a new key by itself; null: never. */
  readonly projectKeyDays: number | null;
  /** Null: people sign in with what they have here. */
  readonly singleSignOn: SingleSignOnSettings | null;
  /** Where the audit log goes outside of this program. */
  readonly audit: AuditSettings;
  /** Where and to whom `/metrics` answers; nowhere where both are null. */
  readonly metrics: {
    /** A port of its own; null: the one of everything else. */
    readonly port: number | null;
    /** What has to be shown; null: nothing, which only a port of its own allows. */
    readonly token: string | null;
  };
  /** Null: backups are made by hand alone. */
  readonly backup: BackupSettings | null;
  /** Null: no traces. */
  readonly traces: TraceSettings | null;
}

export type Environment = Readonly<Record<string, string | undefined>>;

const LOG_LEVELS = ["debug", "info", "warn", "error"] as const;
const LOOPBACK = /^(localhost|127\.[\d.]+|\[?::1\]?)$/;
const MASTER_KEY = /^[0-9a-f]{64}$/i;
/** Where the master key comes from, where it is not in the data directory. */
const MASTER_KEY_SOURCES = [
  "STRONGROOM_MASTER_KEY",
  "STRONGROOM_MASTER_KEY_FILE",
  "STRONGROOM_MASTER_KEY_COMMAND",
] as const;
const KNOWN = [
  "STRONGROOM_URL",
  "STRONGROOM_DATA_DIR",
  "STRONGROOM_MASTER_KEY",
  "STRONGROOM_MASTER_KEY_FILE",
  "STRONGROOM_MASTER_KEY_COMMAND",
  "STRONGROOM_MASTER_KEY_PREVIOUS",
  "STRONGROOM_TRUSTED_PROXIES",
  "STRONGROOM_SMTP_URL",
  "STRONGROOM_SMTP_FROM",
  "STRONGROOM_LOG_LEVEL",
  "STRONGROOM_DATABASE_CONNECTIONS",
  "STRONGROOM_RATE_LIMIT_KEY",
  "STRONGROOM_RATE_LIMIT_ADDRESS",
  "STRONGROOM_SECURITY_CONTACT",
  "STRONGROOM_AUDIT_KEEP_DAYS",
  "STRONGROOM_PROJECT_KEY_DAYS",
  "STRONGROOM_AUDIT_ARCHIVE_DIR",
  "STRONGROOM_METRICS_PORT",
  "STRONGROOM_METRICS_TOKEN",
  ...SINGLE_SIGN_ON_NAMES,
  ...AUDIT_SETTING_NAMES,
  ...BACKUP_SETTING_NAMES,
] as const;
/** Settings of the command line client, which may share a shell with the server. */
const CLIENT = new Set(["STRONGROOM_API_KEY"]);

/**
 * Reads the settings. An empty variable counts as unset. Throws an Error whose message has one line per error; no
 * line repeats a key or an address that may hold a password.
 */
export function readSettings(env: Environment): Settings {
  const issues: string[] = [];
  const read: SettingReader = (name, fallback, parse) => {
    const text = env[name];
    if (text === undefined || text === "") return fallback;
    const value = parse(text);
    if (!(value instanceof Issue)) return value;
    issues.push(`${name} ${value.rule}`);
    return fallback;
  };
  const port = read("PORT", 3000, parsePort);
  const host = read("HOST", "127.0.0.1", parseHost);
  const origin = read("STRONGROOM_URL", `http://localhost:${port}`, parseOrigin);
  const databaseUrl = read<string | null>("DATABASE_URL", null, parseDatabaseUrl);
  const mail = read<MailSettings | null>("STRONGROOM_SMTP_URL", null, parseSmtpUrl);
  const from = read<string | null>("STRONGROOM_SMTP_FROM", null, parseSender);
  const settings: Settings = {
    port,
    host,
    origin,
    dataDir: read("STRONGROOM_DATA_DIR", resolve("data"), parseFolder),
    databaseUrl,
    databaseConnections: read(
      "STRONGROOM_DATABASE_CONNECTIONS",
      connectionLimitOf(databaseUrl) ?? CONNECTIONS_DEFAULT,
      parseConnections,
    ),
    trustedProxies: read<readonly string[]>("STRONGROOM_TRUSTED_PROXIES", [], parseNetworks),
    mail: mail && { ...mail, from: from ?? defaultSender(mail, origin) },
    logLevel: read<Settings["logLevel"]>("STRONGROOM_LOG_LEVEL", "info", parseLogLevel),
    rateLimitKey: read<number | null>("STRONGROOM_RATE_LIMIT_KEY", null, parseRate),
    rateLimitAddress: read<number | null>("STRONGROOM_RATE_LIMIT_ADDRESS", null, parseRate),
    securityContact: read<string | null>("STRONGROOM_SECURITY_CONTACT", null, parseContact),
    projectKeyDays: read<number | null>("STRONGROOM_PROJECT_KEY_DAYS", null, parseKeyDays),
    retention: {
      days: read("STRONGROOM_AUDIT_KEEP_DAYS", KEPT_DAYS, parseKeptDays),
      archiveDir: read<string | null>("STRONGROOM_AUDIT_ARCHIVE_DIR", null, parseFolder),
    },
    singleSignOn: readSingleSignOn(env, read, issues),
    audit: readAuditSettings(env, read, issues),
    metrics: {
      port: read<number | null>("STRONGROOM_METRICS_PORT", null, parsePort),
      token: read<string | null>("STRONGROOM_METRICS_TOKEN", null, parseToken),
    },
    backup: readBackupSettings(env, read, issues),
    traces: readTraceSettings(read),
  };
  if (settings.metrics.port === port)
    issues.push("STRONGROOM_METRICS_PORT is that of everything else: choose another, or unset it");
  for (const name of ["STRONGROOM_MASTER_KEY", "STRONGROOM_MASTER_KEY_PREVIOUS"])
    read(name, "", parseMasterKey);
  const keySources = MASTER_KEY_SOURCES.filter((name) => env[name]);
  if (keySources.length > 1) {
    const names = new Intl.ListFormat("en").format(keySources);
    issues.push(`${names} are ${keySources.length === 2 ? "both" : "all"} set: keep one of them`);
  }
  if (issues.length > 0) throw new Error(issues.join("\n"));
  return settings;
}

/** What is allowed but probably not meant, one line each. */
export function settingWarnings(env: Environment, settings: Settings): string[] {
  const unknown = Object.keys(env).filter((name) => name.startsWith("STRONGROOM_") && !isKnown(name));
  const warnings = unknown.map((name) => {
    const near = nearest(name, KNOWN);
    return near ? `${name} is not a setting: did you mean ${near}?` : `${name} is not a setting`;
  });
  const { protocol, hostname } = new URL(settings.origin);
  const isLocal = LOOPBACK.test(hostname) || hostname.endsWith(".localhost");
  if (protocol === "http:" && !isLocal) {
    warnings.push("STRONGROOM_URL is http: passwords and values cross the network in the clear; use https");
  }
  if (protocol === "https:" && settings.trustedProxies.length === 0) {
    warnings.push(
      "STRONGROOM_URL is https but no proxy is trusted: every client seems to have the proxy's address, in the audit log and for limits; set STRONGROOM_TRUSTED_PROXIES",
    );
  }
  if (!env.STRONGROOM_URL && !LOOPBACK.test(settings.host)) {
    warnings.push(`HOST lets other machines in, but only ${settings.origin} works; set STRONGROOM_URL`);
  }
  if (env.NODE_TLS_REJECT_UNAUTHORIZED === "0") {
    warnings.push(
      "NODE_TLS_REJECT_UNAUTHORIZED=0 counts for no endpoint of the allowlist; unset it for the rest",
    );
  }
  if (env.NODE_EXTRA_CA_CERTS) {
    warnings.push("NODE_EXTRA_CA_CERTS names authorities that every endpoint of the allowlist is trusted by");
  }
  return warnings;
}

function isKnown(name: string): boolean {
  return KNOWN.some((known) => known === name) || CLIENT.has(name);
}

function parsePort(text: string): number | Issue {
  const port = Number(text);
  return /^\d{1,5}$/.test(text) && port >= 1 && port <= 65_535
    ? port
    : new Issue(`must be a port from 1 to 65535, not "${text}"`);
}

function parseHost(text: string): string | Issue {
  const bare = text.replace(/^\[(.*)\]$/, "$1");
  if (isIP(bare) || /^[a-z0-9]([a-z0-9.-]{0,252}[a-z0-9])?$/i.test(bare)) return bare;
  return new Issue(`must be an address or host name to listen on, such as 0.0.0.0, not "${text}"`);
}

function parseOrigin(text: string): string | Issue {
  const rule = new Issue(
    `must be an address without a path, such as https://secrets.example.com, not "${text}"`,
  );
  if (!URL.canParse(text)) return rule;
  const url = new URL(text);
  const isOrigin = `${url.origin}/` === url.href && /^https?:$/.test(url.protocol);
  return isOrigin ? url.origin : rule;
}

function parseContact(text: string): string | Issue {
  const isUri = /^(mailto:[^\s@]+@[^\s@]+|https:\/\/\S+|tel:[\d+-]+)$/.test(text) && URL.canParse(text);
  return isUri ? text : new Issue("must be an address such as mailto:security@example.com or https://…");
}

function parseFolder(text: string): string | Issue {
  return text.includes("\0") ? new Issue("must be a folder") : resolve(text);
}

function parseNetworks(text: string): readonly string[] | Issue {
  const networks = text.split(",").map((part) => part.trim());
  const wrong = networks.find((network) => !isNetwork(network));
  return wrong === undefined
    ? networks
    : new Issue(
        `must be addresses or networks such as 10.0.0.0/8, separated by commas; "${wrong}" is neither`,
      );
}

function isNetwork(text: string): boolean {
  const [address = "", bits, ...rest] = text.split("/");
  if (!isIP(address) || rest.length > 0) return false;
  if (bits === undefined) return true;
  if (!/^\d{1,3}$/.test(bits)) return false;
  try {
    new BlockList().addSubnet(address, Number(bits), isIP(address) === 4 ? "ipv4" : "ipv6");
    return true;
  } catch {
    return false;
  }
}

function parseSmtpUrl(text: string): MailSettings | Issue {
  return parseMailUrl(text) ?? new Issue("must look like smtps://user:password@host:465 or smtp://host:587");
}

function parseSender(text: string): string | Issue {
  return parseMailAddress(text) ?? new Issue("must be one plain address such as strongroom@example.com");
}

function parseLogLevel(text: string): Settings["logLevel"] | Issue {
  const level = LOG_LEVELS.find((known) => known === text);
  return level ?? new Issue(`must be one of ${LOG_LEVELS.join(", ")}, not "${text}"`);
}

function parseRate(text: string): number | Issue {
  const rate = Number(text);
  return /^\d{1,7}$/.test(text) && rate >= 1
    ? rate
    : new Issue(`must be a number of requests a minute from 1 to 9999999, not "${text}"`);
}

function parseKeyDays(text: string): number | Issue {
  const days = Number(text);
  return /^\d{1,4}$/.test(text) && days >= 1 && days <= 3_650
    ? days
    : new Issue("must be a number of days from 1 to 3650");
}

function parseToken(text: string): string | Issue {
  const isToken = /^[\x21-\x7e]{24,512}$/.test(text);
  return isToken
    ? text
    : new Issue("must be 24 to 512 characters without spaces, such as openssl rand -hex 32 makes");
}

function parseMasterKey(text: string): string | Issue {
  return MASTER_KEY.test(text) ? text : new Issue("must be 64 hexadecimal digits");
}
