"use client";

import { useEffect, useRef } from "react";
import type { SecretChoices } from "@/lib/allowlist/references/model";
import type { EnvironmentRef } from "@/lib/authorization/permit";
import { secretsPath } from "@/lib/projects/model";

/**
 * Looks up the names that can be chosen whenever one comes back to the page, from another tab or another window: a
 * secret may have been stored meanwhile.
 */
export function useStoredNames(
  { project, environment }: EnvironmentRef,
  onFound: (names: readonly string[]) => void,
): void {
  const tell = useRef(onFound);
  useEffect(() => {
    tell.current = onFound;
  });
  useEffect(() => {
    let isLooking = false;
    const look = async () => {
      if (document.visibilityState !== "visible" || isLooking) return;
      isLooking = true;
      const found = await findNames({ project, environment }, "");
      isLooking = false;
      if (found) tell.current(found.names);
    };
    document.addEventListener("visibilitychange", look);
    window.addEventListener("focus", look);
    return () => {
      document.removeEventListener("visibilitychange", look);
      window.removeEventListener("focus", look);
    };
  }, [project, environment]);
}

/** The names with this text in them, or null when they cannot be looked up. */
export async function findNames(
  { project, environment }: EnvironmentRef,
  search: string,
): Promise<SecretChoices | null> {
  const path = `${secretsPath(project, environment)}/choices?${new URLSearchParams({ search })}`;
  const response = await fetch(path).catch(() => null);
  return response?.ok ? response.json() : null;
}
