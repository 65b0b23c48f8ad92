import { isDeepStrictEqual } from "node:util";
import type { DetailValue, NewAuditEvent } from "@/lib/audit/model";
import { endpointTarget } from "@/lib/audit/model";
import type { EnvironmentRow } from "@/lib/authorization/permit";
import { type Configuration, type NamedSecret, referencesOf, type StoredSecret } from "./configuration/model";
import type { EndpointContent } from "./store";

type EndpointAction = Extract<NewAuditEvent["action"], `allowlist.${string}`>;

/** What happened to an endpoint. */
export function endpointEvent(
  action: EndpointAction,
  { id, projectId }: EnvironmentRow,
  name: string,
  detail: Readonly<Record<string, DetailValue>> = {},
): NewAuditEvent {
  return { action, target: { projectId, environmentId: id, name: endpointTarget(name) }, detail };
}

/** What a new endpoint does, without any text of its configuration: somebody may have typed a token there. */
export function createdDetail(
  { method, url, isActive }: Pick<EndpointContent, "method" | "url" | "isActive">,
  configuration: Configuration<NamedSecret>,
): Record<string, DetailValue> {
  const { encryption, decryption, signature } = configuration;
  return {
    method,
    url: shownUrl(url),
    isActive,
    secrets: secretNamesOf(configuration),
    ...(encryption && { encryption: encryption.cipher.method }),
    ...(decryption && { decryption: (decryption.cipher ?? encryption?.cipher)?.method ?? null }),
    ...(signature && { signature: signature.scheme }),
  };
}

export interface ComparedContent extends EndpointContent {
  /** The configuration with the names that its secrets have here. */
  readonly named: Configuration<NamedSecret>;
}

/** What a change did, each part with what it was and is; of the configuration only which parts, and secrets by name. */
export function changedDetail(from: ComparedContent, to: ComparedContent): Record<string, DetailValue> {
  const detail: Record<string, DetailValue> = {};
  for (const field of ["method", "description", "isActive"] as const) {
    if (from[field] !== to[field]) detail[field] = { from: from[field], to: to[field] };
  }
  if (from.url !== to.url) detail.url = { from: shownUrl(from.url), to: shownUrl(to.url) };
  const parts = changedParts(from.configuration, to.configuration);
  if (parts.length > 0) detail.configuration = parts;
  const [before, after] = [secretNamesOf(from.named), secretNamesOf(to.named)];
  const added = after.filter((name) => !before.includes(name));
  const removed = before.filter((name) => !after.includes(name));
  if (added.length > 0) detail.secretsAdded = added;
  if (removed.length > 0) detail.secretsRemoved = removed;
  return detail;
}

/** Which parts of a configuration differ, by their names. */
function changedParts(from: Configuration<StoredSecret>, to: Configuration<StoredSecret>): string[] {
  const parts = Object.keys(to) as (keyof Configuration<StoredSecret>)[];
  return parts.filter((part) => !isDeepStrictEqual(from[part], to[part]));
}

function secretNamesOf(configuration: Configuration<NamedSecret>): string[] {
  return [
    ...new Set(
      referencesOf(configuration).map(({ reference: { secret, pool } }) => secret ?? `pool/${pool}`),
    ),
  ].sort();
}

/** Without what follows the question mark: configuration like that of headers. */
export function shownUrl(text: string): string {
  if (!URL.canParse(text)) return "";
  const { origin, pathname } = new URL(text);
  return `${origin}${pathname}`;
}
