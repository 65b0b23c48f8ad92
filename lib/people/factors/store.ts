import type { Role } from "@/lib/authorization/actor";
import type { Db, Tx } from "@/lib/db/client";

interface Target {
  readonly id: string;
  readonly email: string;
  readonly role: Role;
}

export function findTarget(db: Db | Tx, id: string): Promise<Target | null> {
  return db.user.findUnique({ where: { id }, select: { id: true, email: true, role: true } });
}
