import { Issue, type SettingReader } from "./setting-issue";

/** Where traces go, by the variables that OpenTelemetry knows. */
export interface TraceSettings {
  /** As `URL` spells it. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly serviceName: string;
  /** Of the requests and jobs that begin here, from 0 to 1. */
  readonly share: number;
}

/** Holds what the collector is signed in to with: no program that is started later has any business with it. */
export const TRACE_SECRET_NAME = "OTEL_EXPORTER_OTLP_HEADERS";

/** Null: no traces. */
export function readTraceSettings(read: SettingReader): TraceSettings | null {
  const url = read<string | null>("OTEL_EXPORTER_OTLP_ENDPOINT", null, parseEndpoint);
  const headers = read(TRACE_SECRET_NAME, {}, parseHeaders);
  const serviceName = read("OTEL_SERVICE_NAME", "strongroom", (text) => text);
  const share = read("OTEL_TRACES_SAMPLER_ARG", 1, parseShare);
  return url === null ? null : { url, headers, serviceName, share };
}

function parseEndpoint(text: string): string | Issue {
  const rule = new Issue("must be the address of a collector, such as http://localhost:4318");
  if (!URL.canParse(text)) return rule;
  const url = new URL(text);
  const isPlain = [url.username, url.password, url.search, url.hash].every((part) => part === "");
  if (!/^https?:$/.test(url.protocol) || !isPlain) return rule;
  return `${url.href.replace(/\/$/, "")}/v1/traces`;
}

function parseHeaders(text: string): Record<string, string> | Issue {
  const rule = new Issue("must look like name=value,name=value, percent-encoded");
  const headers: Record<string, string> = {};
  for (const part of text.split(",")) {
    const [, name = "", value = ""] = /^\s*([\w-]+)\s*=\s*([\x21-\x7e]*)\s*$/.exec(part) ?? [];
    try {
      headers[name.toLowerCase()] = decodeURIComponent(value);
    } catch {
      return rule;
    }
  }
  return Object.entries(headers).every(([name, value]) => name && /^[\x20-\x7e]*$/.test(value))
    ? headers
    : rule;
}

function parseShare(text: string): number | Issue {
  const share = Number(text);
  return /^[\d.]{1,10}$/.test(text) && share <= 1 ? share : new Issue("must be a share from 0 to 1");
}
