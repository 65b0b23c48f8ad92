"use client";

import { useEffect, useState } from "react";
import { PLATFORM_SLUG, secretsPath } from "@/lib/projects/model";
import type { SecretPage } from "@/lib/secrets/model";

const DEBOUNCE_MS = 150;
const FOUND_MAX = 20;

/** Names of shared secrets that fit what is typed, through the address that their own list uses. */
export function useSharedNames(environment: string, typed: string): readonly string[] {
  const [names, setNames] = useState<readonly string[]>([]);
  useEffect(() => {
    const abort = new AbortController();
    const timer = setTimeout(() => {
      find(environment, typed, abort.signal).then(setNames, () => abort.signal.aborted || setNames([]));
    }, DEBOUNCE_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [environment, typed]);
  return names;
}

async function find(environment: string, search: string, signal: AbortSignal): Promise<readonly string[]> {
  const query = new URLSearchParams({ search, sort: "name", limit: String(FOUND_MAX) });
  const answer = await fetch(`${secretsPath(PLATFORM_SLUG, environment)}/rows?${query}`, { signal });
  if (!answer.ok) return [];
  const page: SecretPage = await answer.json();
  return page.items.map(({ name }) => name);
}
