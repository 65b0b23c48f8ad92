import { KeyRound, ShieldCheck } from "lucide-react";
import type { FoundEndpoint } from "@/lib/allowlist/search/model";
import { endpointPath, secretPath, secretsPath } from "@/lib/projects/model";
import type { FoundSecret, SecretMeta, SecretPage } from "@/lib/secrets/model";
import type { Scope } from "./navigation";
import type { PaletteItem, ScopeSearch } from "./palette-items";

const FOUND_MAX = 8;

interface Found extends SecretPage {
  readonly endpoints: readonly FoundEndpoint[];
  /** Of other environments and projects. */
  readonly outside: readonly FoundSecret[];
}

/**
 * Finds secrets and endpoints of one environment, and secrets of all others, through the address that the list itself uses, those whose names begin
 * with the text first. Finds nothing when refused.
 */
export function scopeSearch(scope: Scope): ScopeSearch {
  const path = secretsPath(scope.project, scope.environment);
  return async (text, signal) => {
    const query = new URLSearchParams({ search: text, limit: String(FOUND_MAX), with: "endpoints" });
    const answer = await fetch(`${path}/rows?${query}`, { signal, headers: { accept: "application/json" } });
    if (!answer.ok) return [];
    const found: Found = await answer.json();
    const items = [
      ...found.items.map((secret) => secretItem(path, secret)),
      ...found.endpoints.map((endpoint) => endpointItem(scope, endpoint)),
    ];
    const isFirst = ({ label }: PaletteItem) => label.toLowerCase().startsWith(text.toLowerCase());
    items.sort((a, b) => Number(isFirst(b)) - Number(isFirst(a)));
    return [...items, ...found.outside.map(outsideItem)];
  };
}

function secretItem(path: string, { id, name, description }: SecretMeta): PaletteItem {
  return {
    id: `secret/${id}`,
    group: "Secrets",
    label: name,
    detail: description,
    icon: KeyRound,
    mono: true,
    choose: { href: `${path}?${new URLSearchParams({ search: name })}` },
  };
}

function outsideItem({ id, name, project, environment, environmentName }: FoundSecret): PaletteItem {
  return {
    id: `secret/${id}`,
    group: "Secrets elsewhere",
    label: name,
    detail: `${project}, ${environmentName}`,
    icon: KeyRound,
    mono: true,
    choose: { href: secretPath(project, environment, name) },
  };
}

function endpointItem({ project, environment }: Scope, { name, method, url }: FoundEndpoint): PaletteItem {
  return {
    id: `endpoint/${name}`,
    group: "Endpoints",
    label: name,
    detail: `${method} ${URL.canParse(url) ? new URL(url).host : url}`,
    icon: ShieldCheck,
    mono: true,
    choose: { href: endpointPath(project, environment, name) },
  };
}
