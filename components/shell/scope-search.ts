import { KeyRound, ShieldCheck } from "lucide-react";
import type { FoundEndpoint } from "@/lib/allowlist/search/model";
import { endpointPath, secretsPath } from "@/lib/projects/model";
import type { SecretMeta, SecretPage } from "@/lib/secrets/model";
import type { Scope } from "./navigation";
import type { PaletteItem, ScopeSearch } from "./palette-items";

const FOUND_MAX = 8;

/**
 * Finds secrets and endpoints of one environment through the address that the list itself uses, those whose names begin
 * with the text first. Finds nothing when refused.
 */
export function scopeSearch(scope: Scope): ScopeSearch {
  const path = secretsPath(scope.project, scope.environment);
  return async (text, signal) => {
    const query = new URLSearchParams({ search: text, limit: String(FOUND_MAX), with: "endpoints" });
    const answer = await fetch(`${path}/rows?${query}`, { signal, headers: { accept: "application/json" } });
    if (!answer.ok) return [];
    const found: SecretPage & { readonly endpoints: readonly FoundEndpoint[] } = await answer.json();
    const items = [
      ...found.items.map((secret) => secretItem(path, secret)),
      ...found.endpoints.map((endpoint) => endpointItem(scope, endpoint)),
    ];
    const isFirst = ({ label }: PaletteItem) => label.toLowerCase().startsWith(text.toLowerCase());
    return items.sort((a, b) => Number(isFirst(b)) - Number(isFirst(a)));
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
