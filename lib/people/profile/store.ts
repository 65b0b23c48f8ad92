import type { Tx } from "@/lib/db/client";

/** Gives a person another name; null when they have it already, else the one before. */
export async function renamePerson(tx: Tx, id: string, name: string): Promise<string | null> {
  const before = await tx.user.findUnique({ where: { id }, select: { name: true } });
  if (!before || before.name === name) return null;
  await tx.user.update({ where: { id }, data: { name }, select: { id: true } });
  return before.name;
}
