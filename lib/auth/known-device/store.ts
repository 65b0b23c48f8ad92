import type { Db, Tx } from "@/lib/db/client";
import type { DeviceBinding } from "./token";

const BINDING = { id: true, deviceGeneration: true, passwordHash: true } as const;

/** What device tokens of the person of a canonical address, or of an id, are bound to; null when there is none. */
export async function findBinding(
  db: Db | Tx,
  where: { readonly email: string } | { readonly id: string },
): Promise<DeviceBinding | null> {
  const row = await db.user.findUnique({ where, select: BINDING });
  if (!row) return null;
  return { userId: row.id, generation: row.deviceGeneration, passwordHash: row.passwordHash };
}
