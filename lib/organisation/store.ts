import type { Db, Pool, Tx } from "@/lib/db/client";
import { sqlIn, sqlOn } from "@/lib/db/sql";
import { togetherOn } from "@/lib/db/together";
import type { OrganisationSettings } from "./model";

const SETTINGS = {
  name: true,
  requiresSecondFactor: true,
  sessionSecondsMax: true,
  idleSecondsMax: true,
  passwordSignIn: true,
  signInBanner: true,
  allowedPrivateHosts: true,
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

/** The hosts that an Owner allowed to be private. One read for all who ask together. */
export function findAllowedPrivateHosts(pool: Pool): Promise<readonly string[]> {
  return askForHosts(pool, null);
}

const askForHosts = togetherOn(async (pool: Pool, asked: readonly null[]) => {
  const [row] = await sqlOn(pool)<{ hosts: string[] }>`
    SELECT allowed_private_hosts AS hosts FROM organisations WHERE is_only`;
  return asked.map(() => row?.hosts ?? []);
});

/** The settings, whose row is taken until the commit. */
export async function lockSettings(tx: Tx): Promise<OrganisationSettings> {
  await sqlIn(tx)`SELECT id FROM organisations WHERE is_only FOR UPDATE`;
  return findSettings(tx);
}

export async function updateSettings(tx: Tx, settings: OrganisationSettings): Promise<void> {
  const { allowedPrivateHosts, ...rest } = settings;
  const data = { ...rest, allowedPrivateHosts: [...allowedPrivateHosts] };
  await tx.organisation.update({ where: { isOnly: true }, data });
}

/** How many active people have neither an authenticator app nor a passkey, and whether one of them is the given one. */
export async function countWithoutFactor(
  pool: Pool,
  personId: string,
): Promise<{ readonly count: number; readonly isActorAmong: boolean }> {
  const [row] = await sqlOn(pool)<{ readonly count: number; readonly isActorAmong: boolean }>`
    SELECT count(*)::int AS count, coalesce(bool_or(u.id = ${personId}::uuid), false) AS "isActorAmong"
    FROM users u WHERE u.status = 'active'
      AND NOT EXISTS (SELECT 1 FROM totps t WHERE t.user_id = u.id AND t.confirmed_at IS NOT NULL)
      AND NOT EXISTS (SELECT 1 FROM passkeys p WHERE p.user_id = u.id)`;
  return row ?? { count: 0, isActorAmong: false };
}
