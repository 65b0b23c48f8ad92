import type { Tx } from "@/lib/db/client";
import type { RowSeals } from "@/lib/seals/seals";
import { lockSealed } from "@/lib/seals/store";

/** Says that a session's person just proved who they are. False when it is over. */
export async function confirmSession(
  tx: Tx,
  seals: RowSeals,
  { id, userId }: { readonly id: string; readonly userId: string },
  now: Date,
): Promise<boolean> {
  const session = await lockSealed(tx, seals, "sessions", { id, userId });
  if (!session) return false;
  const seal = seals.of("sessions", { ...session, confirmedAt: now });
  await tx.session.update({ where: { id }, data: { confirmedAt: now, seal } });
  return true;
}
