import { hash } from "node:crypto";
import type { ApiKeyActor } from "@/lib/authorization/actor";
import type { BoundEnvironment } from "@/lib/secrets/reveal/prefetch";

/** How many keys are remembered. */
const REMEMBERED_MAX = 2_000;

/** The environments that keys are bound to, remembered to guess by what a request is about: never to decide anything. */
export interface BoundScopes {
  /** Null for a key that was not good here lately, or is bound to no environment. */
  guess(keyText: string): BoundEnvironment | null;
  remember(keyText: string, actor: ApiKeyActor): void;
}

export function openBoundScopes(): BoundScopes {
  const environments = new Map<string, BoundEnvironment>();
  // Of the whole text, so that nothing is asked ahead for who knows only the part that may be shown.
  const fingerprintOf = (keyText: string) => hash("sha256", keyText);
  return {
    guess: (keyText) => environments.get(fingerprintOf(keyText)) ?? null,
    remember: (keyText, { boundScope }) => {
      if (!boundScope?.environment) return;
      const [oldest] = environments.size >= REMEMBERED_MAX ? environments.keys() : [];
      if (oldest !== undefined) environments.delete(oldest);
      const { id, projectId } = boundScope.environment;
      environments.set(fingerprintOf(keyText), { id, projectId });
    },
  };
}
