import { isDeepStrictEqual } from "node:util";
import type { DetailValue } from "@/lib/audit/model";
import type { UserActor } from "@/lib/authorization/actor";
import { authorize } from "@/lib/authorization/authorize";
import type { Ctx } from "@/lib/context";
import type { Db, Tx } from "@/lib/db/client";
import { inTransaction } from "@/lib/db/transaction";
import type { EgressPolicy } from "@/lib/net/outgoing-url";
import { AppError, fieldError } from "@/lib/platform/app-error";
import { newId } from "@/lib/platform/ids";
import { type OrganisationSettings, SETTING_FIELDS, type SettingsDraft } from "./model";
import {
  countWithoutFactor,
  findAllowedPrivateHosts,
  findSettings,
  insertOrganisation,
  lockSettings,
  updateSettings,
} from "./store";

/** Makes the organisation that this instance is for. Does nothing when it is there. */
export async function ensureOrganisation(ctx: Ctx): Promise<void> {
  const now = ctx.now();
  await insertOrganisation(ctx.pool, ctx.seals, { id: newId(now), name: "Organisation" }, now);
}

/** The settings at this moment. Not a secret from the program: what of them is shown to whom is decided at the edges. */
export function currentSettings(
  ctx: Pick<Ctx, "seals"> & { readonly db: Db | Tx },
): Promise<OrganisationSettings> {
  return findSettings(ctx.db, ctx.seals);
}

/** What of the settings counts for every call of an outside endpoint, at this moment. */
export async function egressPolicy({ pool, seals }: Pick<Ctx, "pool" | "seals">): Promise<EgressPolicy> {
  return { allowedPrivateHosts: await findAllowedPrivateHosts(pool, seals) };
}

/** What an Owner sees before changing the settings. */
export interface SettingsOverview {
  readonly settings: OrganisationSettings;
  /** Active people who have no second factor yet. */
  readonly withoutFactor: { readonly count: number; readonly isActorAmong: boolean };
}

/** The settings, and whom a stricter one would concern. Throws `forbidden` for all but Owners. */
export async function readSettingsOverview(
  ctx: Ctx & { readonly actor: UserActor },
): Promise<SettingsOverview> {
  await authorize(ctx, "settings.read", null);
  const [settings, withoutFactor] = await Promise.all([
    findSettings(ctx.db, ctx.seals),
    countWithoutFactor(ctx.pool, ctx.actor.id),
  ]);
  return { settings, withoutFactor };
}

/** Settings as an Owner wants them, and which ones they were looking at. */
export interface SettingsChange extends Omit<SettingsDraft, "passwordSignIn"> {
  readonly revision: number;
  /** Undefined leaves it as it is. */
  readonly passwordSignIn?: SettingsDraft["passwordSignIn"] | undefined;
}

/**
 * Changes the settings of the organisation and answers what they are now. They count from the next request on, for running
 * sessions too. Throws `conflict` with the settings as they are when somebody else was faster, and a field error for
 * shutting out passwords without single sign-on to take their place.
 */
export async function changeSettings(ctx: Ctx, change: SettingsChange): Promise<OrganisationSettings> {
  await authorize(ctx, "settings.update", null);
  return inTransaction(ctx, async (tx) => {
    const current = await lockSettings(tx, ctx.seals);
    if (current.revision !== change.revision) throw stale(current);
    const { revision, passwordSignIn = current.passwordSignIn, ...rest } = change;
    const wanted: SettingsDraft = { ...rest, passwordSignIn };
    if (passwordSignIn === "owners" && current.passwordSignIn !== "owners" && !ctx.singleSignOn) {
      throw fieldError("passwordSignIn", "Set up single sign-on first, or nobody else could sign in.");
    }
    const detail = differences(current, wanted);
    if (Object.keys(detail).length === 0) return current;
    await updateSettings(tx, ctx.seals, { ...wanted, revision: revision + 1 });
    await ctx.audit.append(tx, ctx, [{ action: "settings.changed", target: { name: wanted.name }, detail }]);
    return { ...wanted, revision: revision + 1 };
  });
}

/** Each changed setting with what it was and what it is. */
function differences(from: SettingsDraft, to: SettingsDraft): Record<string, DetailValue> {
  const changed = SETTING_FIELDS.filter((field) => !isDeepStrictEqual(from[field], to[field]));
  return Object.fromEntries(changed.map((field) => [field, { from: from[field], to: to[field] }]));
}

function stale(current: OrganisationSettings): AppError {
  return new AppError("conflict", "Someone else changed these settings.", {
    facts: { current },
  });
}
