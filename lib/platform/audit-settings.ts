import { readFileSync } from "node:fs";
import { isAbsolute, resolve } from "node:path";
import type { AuditKind } from "@/lib/audit/model";
import { parseMailAddress } from "./mail-settings";
import { Issue, type SettingReader } from "./setting-issue";
import { isSafeAddress } from "./single-sign-on";

/** Of which kinds events are sent; null: all of them. */
export type StreamKinds = readonly AuditKind[] | null;

/** Whom a webhook calls. */
export interface WebhookTarget {
  /** As `URL` spells it. */
  readonly url: string;
  /** What requests are signed with. */
  readonly key: Buffer;
}

export interface SyslogTarget {
  readonly host: string;
  readonly port: number;
  readonly isTls: boolean;
}

/** Where the audit log goes outside of this program. What is null is not set. */
export interface AuditSettings {
  readonly stdout: { readonly kinds: StreamKinds } | null;
  readonly syslog: (SyslogTarget & { readonly kinds: StreamKinds }) | null;
  readonly webhook: (WebhookTarget & { readonly kinds: StreamKinds }) | null;
  readonly witnesses: {
    /** Absolute. */
    readonly file: string | null;
    readonly isOnStdout: boolean;
    readonly webhook: WebhookTarget | null;
    /** One plain address. */
    readonly mail: string | null;
  };
  /** PEM of the authorities that syslog and webhooks are trusted by instead of the usual ones. */
  readonly ca: string | null;
}

export const AUDIT_SETTING_NAMES = [
  "STRONGROOM_AUDIT_STDOUT",
  "STRONGROOM_AUDIT_STDOUT_KINDS",
  "STRONGROOM_AUDIT_SYSLOG",
  "STRONGROOM_AUDIT_SYSLOG_KINDS",
  "STRONGROOM_AUDIT_WEBHOOK",
  "STRONGROOM_AUDIT_WEBHOOK_KINDS",
  "STRONGROOM_AUDIT_WEBHOOK_SECRET",
  "STRONGROOM_AUDIT_WEBHOOK_SECRET_FILE",
  "STRONGROOM_AUDIT_WITNESS_FILE",
  "STRONGROOM_AUDIT_WITNESS_STDOUT",
  "STRONGROOM_AUDIT_WITNESS_WEBHOOK",
  "STRONGROOM_AUDIT_WITNESS_WEBHOOK_SECRET",
  "STRONGROOM_AUDIT_WITNESS_WEBHOOK_SECRET_FILE",
  "STRONGROOM_AUDIT_WITNESS_MAIL",
  "STRONGROOM_AUDIT_CA_FILE",
] as const;

/** Those that hold a secret as text: no program that is started later has any business with them. */
export const AUDIT_SECRET_NAMES = [
  "STRONGROOM_AUDIT_WEBHOOK_SECRET",
  "STRONGROOM_AUDIT_WITNESS_WEBHOOK_SECRET",
] as const satisfies readonly (typeof AUDIT_SETTING_NAMES)[number][];

const KINDS = {
  change: true,
  read: true,
  access: true,
  signIn: true,
  refusal: true,
  system: true,
} satisfies Record<AuditKind, true>;
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1)$/;
const SYSLOG_PORT = 6514;
const KEY_BYTES_MIN = 24;
const KEY_BYTES_MAX = 64;

type Env = Readonly<Record<string, string | undefined>>;

/** Where the environment says that the audit log goes. Errors are noted, one line each; none repeats a secret or a whole address. */
export function readAuditSettings(env: Env, read: SettingReader, issues: string[]): AuditSettings {
  const kindsOf = (name: string): { readonly kinds: StreamKinds } => ({
    kinds: read<StreamKinds>(`${name}_KINDS`, null, parseKinds),
  });
  const webhook = (name: string): WebhookTarget | null => {
    const url = read(name, "", parseWebhook);
    const text = read(`${name}_SECRET`, "", parseKey);
    const key = text || read(`${name}_SECRET_FILE`, "", parseKeyFile);
    return url === "" ? null : { url, key: Buffer.from(key, "base64") };
  };
  const stdout = kindsOf("STRONGROOM_AUDIT_STDOUT");
  const syslog = read<SyslogTarget | null>("STRONGROOM_AUDIT_SYSLOG", null, parseSyslog);
  const called = webhook("STRONGROOM_AUDIT_WEBHOOK");
  const settings: AuditSettings = {
    stdout: read("STRONGROOM_AUDIT_STDOUT", false, parseBoolean) ? stdout : null,
    syslog: syslog && { ...syslog, ...kindsOf("STRONGROOM_AUDIT_SYSLOG") },
    webhook: called && { ...called, ...kindsOf("STRONGROOM_AUDIT_WEBHOOK") },
    witnesses: {
      file: read<string | null>("STRONGROOM_AUDIT_WITNESS_FILE", null, parsePath),
      isOnStdout: read("STRONGROOM_AUDIT_WITNESS_STDOUT", false, parseBoolean),
      webhook: webhook("STRONGROOM_AUDIT_WITNESS_WEBHOOK"),
      mail: read<string | null>("STRONGROOM_AUDIT_WITNESS_MAIL", null, parseAddress),
    },
    ca: read<string | null>("STRONGROOM_AUDIT_CA_FILE", null, parseAuthorities),
  };
  issues.push(...contradictions(env));
  return settings;
}

/** What is wrong between settings that are right by themselves. */
function contradictions(env: Env): string[] {
  const has = (name: string) => Boolean(env[`STRONGROOM_AUDIT_${name}`]);
  const orphans = ["STDOUT_KINDS", "SYSLOG_KINDS", "WEBHOOK_KINDS"].filter(
    (name) => has(name) && !has(name.replace("_KINDS", "")),
  );
  const webhooks = ["WEBHOOK", "WITNESS_WEBHOOK"].flatMap((name) => {
    const [asText, asFile] = [has(`${name}_SECRET`), has(`${name}_SECRET_FILE`)];
    const full = `STRONGROOM_AUDIT_${name}`;
    if (!has(name)) return asText || asFile ? [`${full}_SECRET is set, but ${full} is not`] : [];
    if (asText && asFile) return [`${full}_SECRET and ${full}_SECRET_FILE are both set: keep one of them`];
    return asText || asFile ? [] : [`${full}_SECRET_FILE must be set too`];
  });
  return [
    ...orphans.map((name) => `STRONGROOM_AUDIT_${name} is set, but the stream that it narrows is not`),
    ...webhooks,
    ...(has("WITNESS_MAIL") && !env.STRONGROOM_SMTP_URL
      ? ["STRONGROOM_AUDIT_WITNESS_MAIL needs STRONGROOM_SMTP_URL"]
      : []),
  ];
}

function parseBoolean(text: string): boolean | Issue {
  return text === "true" || text === "false" ? text === "true" : new Issue("must be true or false");
}

function parseKinds(text: string): readonly AuditKind[] | Issue {
  const names = text.split(",").map((name) => name.trim());
  const kinds = names.filter(isKind);
  const isList = kinds.length === names.length && new Set(kinds).size === kinds.length;
  return isList ? kinds : new Issue(`must be kinds of ${Object.keys(KINDS).join(", ")}, separated by commas`);
}

function isKind(name: string): name is AuditKind {
  return Object.hasOwn(KINDS, name);
}

function parseSyslog(text: string): SyslogTarget | Issue {
  const rule = new Issue(`must look like tls://logs.example.com:${SYSLOG_PORT}`);
  // Only known schemes have their hosts checked and put in lower case.
  const [, scheme = "", rest = ""] = /^(tls|tcp):\/\/([^/?#@\s]+)\/?$/.exec(text) ?? [];
  if (rest === "" || !URL.canParse(`https://${rest}`)) return rule;
  const { hostname, port } = new URL(`https://${rest}`);
  const isStandard = rest.endsWith(":443");
  const host = hostname.replace(/^\[(.*)\]$/, "$1");
  const target = { host, port: isStandard ? 443 : Number(port) || SYSLOG_PORT, isTls: scheme === "tls" };
  return target.isTls || LOOPBACK.test(host)
    ? target
    : new Issue("must be tls: only a receiver on this machine may be tcp");
}

function parseWebhook(text: string): string | Issue {
  if (!URL.canParse(text) || /\s/.test(text))
    return new Issue("must be an address such as https://logs.example.com/in");
  const { href, username, password, hash } = new URL(text);
  if (username || password) return new Issue("must hold no user or password: requests are signed");
  if (hash) return new Issue("must have no part behind #");
  return isSafeAddress(text) ? href : new Issue("must be https: only a receiver on this machine may be http");
}

/** As base64. No message repeats it. */
function parseKey(text: string): string | Issue {
  const rule = new Issue(`must be whsec_ and ${KEY_BYTES_MIN} to ${KEY_BYTES_MAX} bytes in base64`);
  const [, key = ""] = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(text) ?? [];
  const { length } = Buffer.from(key, "base64");
  return length >= KEY_BYTES_MIN && length <= KEY_BYTES_MAX ? key : rule;
}

function parseKeyFile(path: string): string | Issue {
  const text = fileText(path);
  return text instanceof Issue ? text : parseKey(text.trim());
}

function parseAuthorities(path: string): string | Issue {
  const text = fileText(path);
  if (text instanceof Issue) return text;
  return text.includes("-----BEGIN CERTIFICATE-----")
    ? text
    : new Issue("must name a file with certificates in PEM");
}

function fileText(path: string): string | Issue {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return new Issue(`names a file that cannot be read, ${path}`);
  }
}

function parsePath(text: string): string | Issue {
  const isFile = isAbsolute(text) && !text.includes("\0") && !text.endsWith("/");
  return isFile ? resolve(text) : new Issue("must be the absolute path of a file");
}

function parseAddress(text: string): string | Issue {
  return parseMailAddress(text) ?? new Issue("must be one plain address such as auditor@example.com");
}
