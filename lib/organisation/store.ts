import { batchOn } from "@/lib/db/batch";
import type { Db, Pool, Tx } from "@/lib/db/client";
import { sqlIn, sqlOn } from "@/lib/db/sql";
import type { RowSeals } from "@/lib/seals/seals";
import type { SealedRow } from "@/lib/seals/tables";
import type { OrganisationSettings } from "./model";
import { settingsOf } from "./sealed-settings";

const SETTINGS = {
  name: true,
  requiresSecondFactor: true,
  sessionSecondsMax: true,
  idleSecondsMax: true,
  passwordSignIn: true,
  signInBanner: true,
  allowedPrivateHosts: true,
  personalKeyDaysMax: true,
  revision: true,
  id: true,
  seal: true,
} as const;

const FIRST_SETTINGS = {
  requiresSecondFactor: false,
  sessionSecondsMax: 12 * 60 * 60,
  idleSecondsMax: 30 * 60,
  passwordSignIn: "everyone",
  allowedPrivateHosts: [],
} as const;

/** Makes the one row unless it is there. */
export async function insertOrganisation(
  pool: Pool,
  seals: RowSeals,
  organisation: { readonly id: string; readonly name: string },
  now: Date,
): Promise<void> {
  const { id, name } = organisation;
  const { requiresSecondFactor, sessionSecondsMax, idleSecondsMax, passwordSignIn } = FIRST_SETTINGS;
  const seal = Buffer.from(seals.of("organisations", { id, ...FIRST_SETTINGS }));
  await sqlOn(pool)`
    INSERT INTO organisations (id, is_only, name, created_at, requires_second_factor, session_seconds_max,
      idle_seconds_max, password_sign_in, allowed_private_hosts, seal)
    VALUES (${id}, true, ${name}, ${now}, ${requiresSecondFactor}, ${sessionSecondsMax}, ${idleSecondsMax},
      ${passwordSignIn}, ${[]}::text[], ${seal})
    ON CONFLICT DO NOTHING`;
}

/**
 * The settings; the strict ones in the place of any that the program did not write. Not `findUnique`: Prisma puts several of
 * those in one moment together by `in`, which a boolean does not have.
 */
export async function findSettings(db: Db | Tx, seals: RowSeals): Promise<OrganisationSettings> {
  const row = await db.organisation.findFirstOrThrow({
    where: { isOnly: true },
    select: SETTINGS,
    orderBy: { id: "asc" },
  });
  const { id: _id, seal: _seal, ...settings } = settingsOf(seals, row);
  return settings;
}

/** The hosts that an Owner allowed to be private. One read for all who ask at about the same time. */
export async function findAllowedPrivateHosts(pool: Pool, seals: RowSeals): Promise<readonly string[]> {
  const row = await askForSealed(pool, null);
  return row ? settingsOf(seals, row).allowedPrivateHosts : [];
}

const askForSealed = batchOn(async (pool: Pool, asked: readonly null[]) => {
  const [row] = await sqlOn(pool)<SealedRow<"organisations">>`
    SELECT id, requires_second_factor AS "requiresSecondFactor", session_seconds_max AS "sessionSecondsMax",
      idle_seconds_max AS "idleSecondsMax", password_sign_in::text AS "passwordSignIn",
      allowed_private_hosts AS "allowedPrivateHosts", seal
    FROM organisations WHERE is_only`;
  return asked.map(() => row ?? null);
});

/** The settings, whose row is taken until the commit. */
export async function lockSettings(tx: Tx, seals: RowSeals): Promise<OrganisationSettings> {
  await sqlIn(tx)`SELECT id FROM organisations WHERE is_only FOR UPDATE`;
  return findSettings(tx, seals);
}

/** Writes all settings, whatever was there: an Owner chose every one of them. */
export async function updateSettings(tx: Tx, seals: RowSeals, settings: OrganisationSettings): Promise<void> {
  const { allowedPrivateHosts, ...rest } = settings;
  const { id } = await tx.organisation.findFirstOrThrow({
    where: { isOnly: true },
    select: { id: true },
    orderBy: { id: "asc" },
  });
  const data = { ...rest, allowedPrivateHosts: [...allowedPrivateHosts] };
  await tx.organisation.update({
    where: { id },
    data: { ...data, seal: seals.of("organisations", { ...settings, id }) },
  });
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
