import { isIP } from "node:net";
import { addressKind, isForbiddenName } from "./address";

/** What an Owner allowed beyond the rules: hosts, as `host` or `host:port`, whose addresses may be private. */
export interface EgressPolicy {
  readonly allowedPrivateHosts: readonly string[];
}

export const URL_LENGTH_MAX = 2_048;
export const ALLOWED_HOSTS_MAX = 100;
const HOST_LENGTH_MAX = 253;
const DEFAULT_PORTS: Readonly<Record<string, number>> = { "https:": 443, "http:": 80 };

/** An address that a request may go to, as far as its text can tell. */
export interface OutgoingUrl {
  readonly isHttps: boolean;
  /** In lower case; an IPv6 address without its brackets. */
  readonly host: string;
  readonly port: number;
  /** As the `Host` header has it. */
  readonly authority: string;
  readonly path: string;
  /** With its question mark; empty without a query. */
  readonly search: string;
}

/**
 * What is wrong with the text of an address that requests are to go to; null: nothing that the text shows. Where a name
 * leads is checked when it is dialled.
 */
export function outgoingUrlIssue(text: string, policy: EgressPolicy): string | null {
  const parsed = parseOutgoingUrl(text);
  if (typeof parsed === "string") return parsed;
  return locationIssue(parsed, policy);
}

/** The address, or what is wrong with how it is written. */
export function parseOutgoingUrl(text: string): OutgoingUrl | string {
  return spellingIssue(text) ?? parsedUrl(text);
}

/**
 * The address that stands for a host and a port, however they are spoken to: the rules are the same. Without TLS it is one of
 * plain http. What is no host gives what is no address.
 */
export function hostUrl({
  host,
  port,
  isTls,
}: Pick<OutgoingUrl, "host" | "port"> & { readonly isTls: boolean }): string {
  const name = host.includes(":") ? `[${host}]` : host;
  return `${isTls ? "https" : "http"}://${/[/?#]/.test(host) ? "" : name}:${port}/`;
}

/** Whether a host and port are on the Owner's list. */
export function isAllowedPrivate(
  { host, port }: Pick<OutgoingUrl, "host" | "port">,
  { allowedPrivateHosts }: EgressPolicy,
): boolean {
  const name = host.includes(":") ? `[${host}]` : host;
  return allowedPrivateHosts.some((entry) => entry === name || entry === `${name}:${port}`);
}

/** What is wrong with an entry of the Owner's list, `host` or `host:port`; null: nothing. */
export function allowedHostIssue(entry: string): string | null {
  if (!/^[\x21-\x7e]{1,260}$/.test(entry)) return "Enter a host such as intranet.example or 10.0.0.7:8443.";
  if (/[/@?#\\*%]/.test(entry)) return "Enter a host alone, with or without a port: no path, no wildcard.";
  if (/[A-Z]/.test(entry)) return "Write the host in lower case.";
  const parsed = parseOutgoingUrl(`https://${entry}/`);
  return typeof parsed === "string" ? parsed : neverIssue(parsed.host);
}

function spellingIssue(text: string): string | null {
  if (text.length > URL_LENGTH_MAX) return "An address has at most 2,048 characters.";
  if (/[^\x21-\x7e]/.test(text)) {
    return "An address has no blanks and only ASCII characters: write a name of another script as xn--….";
  }
  if (text.includes("\\")) return "An address has no backslash.";
  if (!/^https?:\/\/[^/?#]/.test(text)) return "Enter an address that begins with https://.";
  const authority = text.replace(/^https?:\/\//, "").split(/[/?#]/, 1)[0] ?? "";
  if (authority.includes("@")) {
    return "An address holds no user or password: send them as a header that refers to a secret.";
  }
  if (text.includes("#")) return "An address has no part behind #: it would never be sent.";
  return null;
}

function parsedUrl(text: string): OutgoingUrl | string {
  const url = parseOrNull(text);
  if (!url) return "This is not an address.";
  const [, typedHost = "", typedPort, typedRest = ""] =
    /^https?:\/\/(\[[^\]]*\]|[^:/?]*)(?::([^/?]*))?(.*)$/.exec(text) ?? [];
  const issue = hostIssue(typedHost, url.hostname);
  if (issue) return issue;
  const port = url.port === "" ? (DEFAULT_PORTS[url.protocol] ?? 0) : Number(url.port);
  if (port === 0) return "There is no port 0.";
  if (typedPort !== undefined && typedPort !== String(port)) return `Write the port as ${port}`;
  const rest = `${url.pathname}${url.search}`;
  if (rest !== (typedRest.startsWith("/") ? typedRest : `/${typedRest}`)) {
    return `Write what follows the host as ${rest}`;
  }
  return {
    isHttps: url.protocol === "https:",
    host: url.hostname.replace(/^\[|\]$/g, ""),
    port,
    authority: url.host,
    path: url.pathname,
    search: url.search,
  };
}

function parseOrNull(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}

/** The parser reads `0x7f.1` and `2130706433` as 127.0.0.1: only what is written as it is read is clear to everybody. */
function hostIssue(typed: string, read: string): string | null {
  if (typed.toLowerCase() !== read) return `Write the host as ${read}`;
  if (read.startsWith("[")) return null;
  if (read.length > HOST_LENGTH_MAX) return "A host has at most 253 characters.";
  if (read.endsWith(".")) return "Leave out the dot at the end of the host.";
  const isName = read.split(".").every((label) => /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/.test(label));
  return isName ? null : "This is not the name of a host.";
}

/** What is wrong with where an address leads, as far as that shows before any name is looked up. */
function locationIssue(url: OutgoingUrl, policy: EgressPolicy): string | null {
  const never = neverIssue(url.host);
  if (never || isAllowedPrivate(url, policy)) return never;
  if (!url.isHttps) return "Use https: plain http is only for hosts that an Owner allowed in the settings.";
  const isHere = /(^|\.)localhost$/.test(url.host);
  if (isHere || (isIP(url.host) !== 0 && addressKind(url.host) !== "public")) {
    return "This host is private. An Owner can allow it in the settings.";
  }
  return null;
}

function neverIssue(host: string): string | null {
  const isNever = isForbiddenName(host) || (isIP(host) !== 0 && addressKind(host) === "never");
  return isNever ? "This is where clouds hand out the credentials of machines: it is never called." : null;
}
