import type { Db, Tx } from "@/lib/db/client";

/** Says that a session's person just proved who they are. False when it is over. */
export async function confirmSession(
  tx: Tx,
  session: { readonly id: string; readonly userId: string },
  now: Date,
): Promise<boolean> {
  const { count } = await tx.session.updateMany({ where: session, data: { confirmedAt: now } });
  return count === 1;
}

export async function findPasswordHash(db: Db, id: string): Promise<string | null> {
  const person = await db.user.findUnique({ where: { id }, select: { passwordHash: true } });
  return person?.passwordHash ?? null;
}
