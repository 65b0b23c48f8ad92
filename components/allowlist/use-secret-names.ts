import { useCallback, useState } from "react";
import type { SecretChoices } from "@/lib/allowlist/references/model";

/** The names of secrets that a form offers, and what adds those that somebody looked up (`MoreSecrets`). */
export function useSecretNames(choices: SecretChoices | null) {
  const [names, setNames] = useState(choices?.names ?? []);
  const addNames = useCallback(
    (found: readonly string[]) => setNames((now) => [...new Set([...now, ...found])].sort()),
    [],
  );
  return { names, addNames };
}
