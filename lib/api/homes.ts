import { hash } from "node:crypto";
import type { ApiKeyActor } from "@/lib/authorization/actor";
import type { Home } from "@/lib/secrets/disclosure/foresight";

/** How many keys are remembered. */
const HOMES_MAX = 2_000;

/** The environments that keys are bound to, remembered to guess by what a request is about: never to decide anything. */
export interface Homes {
  /** Null for a key that was not good here lately, or is bound to no environment. */
  guess(keyText: string): Home | null;
  remember(keyText: string, actor: ApiKeyActor): void;
}

export function openHomes(): Homes {
  const homes = new Map<string, Home>();
  // Of the whole text, so that nothing is asked ahead for who knows only the part that may be shown.
  const fingerprintOf = (keyText: string) => hash("sha256", keyText);
  return {
    guess: (keyText) => homes.get(fingerprintOf(keyText)) ?? null,
    remember: (keyText, { home }) => {
      if (!home?.environment) return;
      const [oldest] = homes.size >= HOMES_MAX ? homes.keys() : [];
      if (oldest !== undefined) homes.delete(oldest);
      homes.set(fingerprintOf(keyText), { id: home.environment.id, projectId: home.environment.projectId });
    },
  };
}
