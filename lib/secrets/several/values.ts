import { setImmediate as nextTurn } from "node:timers/promises";
import type { Permit } from "@/lib/authorization/permit";
import type { Ctx } from "@/lib/context";
import type { Plaintext } from "@/lib/crypto/plaintext";
import { findCurrent } from "./store";

const OPENED_PER_TURN = 50;

/** A value that was opened. */
export interface OpenedSecret {
  readonly value: Plaintext;
  /** Of the key that sealed it. */
  readonly projectKeyId: string;
  /** Whether it was compared when it was stored: no value is later. */
  readonly isCompared: boolean;
}

/**
 * The current values of secrets by their ids, for what the server itself does with them. One query for any number; those that
 * are not as the program wrote them are left out. Throws `sealBroken` for a value that does not open where it is.
 */
export async function openCurrent(
  ctx: Ctx,
  permits: readonly Permit<"secret.copy">[],
): Promise<ReadonlyMap<string, OpenedSecret>> {
  const stored = await findCurrent(ctx, permits);
  const opened = new Map<string, OpenedSecret>();
  for (const [i, { environment, secret }] of permits.entries()) {
    // Opening takes the processor: others get their turn in between.
    if (i % OPENED_PER_TURN === OPENED_PER_TURN - 1) await nextTurn();
    const version = stored.get(secret.id);
    const { projectId } = environment;
    if (!version) continue;
    const keys = await ctx.keys.project(projectId, [version.projectKeyId]);
    const ref = { projectId, secretId: secret.id, versionId: version.id };
    const { projectKeyId, fingerprint } = version;
    opened.set(secret.id, { value: keys.open(ref, version), projectKeyId, isCompared: fingerprint !== null });
  }
  return opened;
}
