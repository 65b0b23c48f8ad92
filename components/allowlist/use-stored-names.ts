"use client";

import { useEffect, useState } from "react";
import type { SecretChoices } from "@/lib/allowlist/references/model";
import type { EnvironmentTarget } from "@/lib/authorization/grant";
import { secretsPath } from "@/lib/projects/model";

/** The names that can be chosen, looked up again whenever one comes back to the page: a secret may have been stored meanwhile. */
export function useStoredNames({ project, environment }: EnvironmentTarget): readonly string[] {
  const [names, setNames] = useState<readonly string[]>([]);
  useEffect(() => {
    const look = async () => {
      if (document.visibilityState !== "visible") return;
      const found = await findNames({ project, environment }, "");
      if (found) setNames(found.names);
    };
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  }, [project, environment]);
  return names;
}

/** The names with this text in them, or null when they cannot be looked up. */
export async function findNames(
  { project, environment }: EnvironmentTarget,
  search: string,
): Promise<SecretChoices | null> {
  const path = `${secretsPath(project, environment)}/choices?${new URLSearchParams({ search })}`;
  const response = await fetch(path).catch(() => null);
  return response?.ok ? response.json() : null;
}
