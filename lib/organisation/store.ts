import type { Db, Pool, Tx } from "@/lib/db/client";
import { sqlOn } from "@/lib/db/sql";
import type { OrganisationSettings } from "./model";

const SETTINGS = {
  name: true,
  requiresSecondFactor: true,
  sessionSecondsMax: true,
  idleSecondsMax: true,
  passwordSignIn: true,
  signInBanner: true,
  revision: true,
} as const;

/** Makes the one row unless it is there. */
export async function insertOrganisation(pool: Pool, id: string, name: string, now: Date): Promise<void> {
  await sqlOn(pool)`
    INSERT INTO organisations (id, is_only, name, created_at) VALUES (${id}, true, ${name}, ${now})
    ON CONFLICT DO NOTHING`;
}

/** Not `findUnique`: Prisma puts several of those in one moment together by `in`, which a boolean does not have. */
export function findSettings(db: Db | Tx): Promise<OrganisationSettings> {
  return db.organisation.findFirstOrThrow({
    where: { isOnly: true },
    select: SETTINGS,
    orderBy: { id: "asc" },
  });
}
