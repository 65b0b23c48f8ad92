import { KeyRound } from "lucide-react";
import { secretsPath } from "@/lib/projects/model";
import type { SecretPage } from "@/lib/secrets/model";
import type { Place } from "./navigation";
import type { PaletteItem, SecretSearch } from "./palette-items";

const FOUND_MAX = 8;

/** Finds secrets of one environment through the address that the list itself uses. Finds nothing when refused. */
export function secretSearch(place: Place): SecretSearch {
  const path = secretsPath(place.project, place.environment);
  return async (text, signal) => {
    const query = new URLSearchParams({ search: text, limit: String(FOUND_MAX) });
    const answer = await fetch(`${path}/rows?${query}`, { signal, headers: { accept: "application/json" } });
    if (!answer.ok) return [];
    const page: SecretPage = await answer.json();
    return page.items.map(({ id, name, description }): PaletteItem => {
      const href = `${path}?${new URLSearchParams({ search: name })}`;
      return {
        id: `secret/${id}`,
        group: "Secrets",
        label: name,
        detail: description,
        icon: KeyRound,
        mono: true,
        choose: { href },
      };
    });
  };
}
