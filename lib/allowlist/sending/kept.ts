import type { Ctx } from "@/lib/context";
import { openMutex } from "@/lib/platform/mutex";
import type { Masking } from "@/sdk/src/masking/masking";
import { type DerivedKeys, keepDerivedKeys } from "../envelope/derived-key";
import { maskingOf } from "./secret-forms";
import type { UsedSecret } from "./used-secrets";

const MASKINGS_MAX = 64;

/** What is made from secrets and slow to make, kept as long as their versions are used; and the turns of large answers. */
export interface Kept {
  readonly derivedKeys: DerivedKeys;
  maskingOf(secrets: readonly UsedSecret[]): Masking;
  /** Does what keeps the event loop busy after whatever else does. */
  inTurn<T>(work: () => Promise<T>): Promise<T>;
}

const byEgress = new WeakMap<Ctx["egress"], Kept>();

/** Of this instance of the program. */
export function keptFor({ egress }: Pick<Ctx, "egress">): Kept {
  const kept = byEgress.get(egress) ?? open();
  byEgress.set(egress, kept);
  return kept;
}

function open(): Kept {
  const maskings = new Map<string, Masking>();
  return {
    derivedKeys: keepDerivedKeys(),
    inTurn: openMutex(),
    maskingOf: (secrets) => {
      // Marks have the name, which may change without a new version.
      const key = JSON.stringify(secrets.map(({ name, versionIds }) => [name, versionIds]));
      const masking = maskings.get(key) ?? maskingOf(secrets);
      maskings.delete(key);
      maskings.set(key, masking);
      const [oldest] = maskings.size > MASKINGS_MAX ? maskings.keys() : [];
      if (oldest !== undefined) maskings.delete(oldest);
      return masking;
    },
  };
}
