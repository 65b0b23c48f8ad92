import { authorize, mayEver, notFoundOrHidden } from "@/lib/authorization/authorize";
import type { EnvironmentRef, EnvironmentRow, Permit, SecretTarget } from "@/lib/authorization/permit";
import { visibilityOf } from "@/lib/authorization/visibility";
import { findUsable } from "@/lib/connections/tokens/service";
import type { Ctx } from "@/lib/context";
import { foldName, NAME_LENGTH_MAX } from "@/lib/names/model";
import { findByName, reachOf } from "@/lib/names/store";
import { AppError } from "@/lib/platform/app-error";
import { findDrawable } from "@/lib/pools/service";
import {
  type Configuration,
  connectionsIn,
  type DrawnFrom,
  mapReferences,
  type NamedSecret,
  poolsIn,
  referencesOf,
  type StoredSecret,
  type TokenOf,
} from "../configuration/model";
import { knownSends, knownUses } from "./conflict";
import { CHOICES_MAX, NO_NAME, type SecretChoices, type SecretSend, type SecretUses } from "./model";
import * as store from "./store";

/** A configuration with the secrets that it uses as they are stored, and by the names that they have exactly. */
export interface Resolved {
  readonly stored: Configuration<StoredSecret>;
  readonly named: Configuration<NamedSecret>;
}

/**
 * The configuration with the ids of the secrets that it names. Throws `validation` with the path of each name that is
 * not there, as far as the actor may know, and never with the name: it may be a key that somebody tried to type in. An
 * API key names only what it may read itself, or it could send itself what it may not see.
 */
export async function resolveReferences(
  ctx: Ctx,
  permit: Permit<"allowlist.write">,
  configuration: Configuration<NamedSecret>,
): Promise<Resolved> {
  const references = referencesOf(configuration);
  if (references.length === 0) {
    return { stored: mapReferences(configuration, unreachable), named: configuration };
  }
  if (ctx.actor.kind === "apiKey" && !mayEver(ctx, "secret.reveal")) {
    throw new AppError("forbidden", "An API key names only secrets that it may read: it needs secrets:read.");
  }
  const names = [
    ...new Set(references.flatMap(({ reference: { secret } }) => (secret ? [foldName(secret)] : []))),
  ];
  const found = await findByName(ctx, reachOf(permit.environment), names, permit.visibility);
  const byName = new Map(found.map((it) => [it.nameFolded, it]));
  const pools = await findDrawable(ctx, permit.environment, poolsIn(configuration));
  const connections = await findUsable(ctx, permit.environment, connectionsIn(configuration));
  const isThere = ({ secret, pool, connection }: NamedSecret) => {
    if (connection !== undefined) return connections.has(connection);
    return pool === undefined ? byName.has(foldName(secret)) : pools.has(foldName(pool));
  };
  const absent = references.filter(({ reference }) => !isThere(reference));
  if (absent.length > 0) throw await unknownSecrets(ctx, absent);
  const of = (secret: string) => byName.get(foldName(secret)) ?? unreachable();
  const exact = ({ pool, connection }: DrawnFrom | TokenOf) =>
    pool === undefined ? { connection } : { pool: pools.get(foldName(pool)) ?? unreachable() };
  return {
    stored: mapReferences(
      configuration,
      (reference): StoredSecret =>
        reference.secret === undefined ? exact(reference) : { secretId: of(reference.secret).secretId },
    ),
    named: mapReferences(
      configuration,
      (reference): NamedSecret =>
        reference.secret === undefined ? exact(reference) : { secret: of(reference.secret).name },
    ),
  };
}

/** The configuration with the names that its secrets have here now, as far as they may be known of. */
export async function nameReferences(
  ctx: Ctx,
  environment: Pick<EnvironmentRow, "id">,
  configuration: Configuration<StoredSecret>,
  visibility = visibilityOf(ctx.actor),
): Promise<Configuration<NamedSecret>> {
  const ids = secretIdsOf(configuration);
  const found = ids.length > 0 ? await store.findNames(ctx.pool, environment, ids, visibility) : [];
  const names = new Map(found.map(({ secretId, name }) => [secretId, name]));
  return mapReferences(
    configuration,
    (reference): NamedSecret =>
      reference.secretId === undefined ? reference : { secret: names.get(reference.secretId) ?? NO_NAME },
  );
}

/**
 * Throws `forbidden` for an API key that may not read every secret that is in a configuration: with another address or
 * method it could send itself what it may not see.
 */
export async function requireReadable(
  ctx: Ctx,
  { environment, visibility }: Permit<"allowlist.write">,
  configuration: Configuration<StoredSecret>,
): Promise<void> {
  const ids = secretIdsOf(configuration);
  if (ctx.actor.kind !== "apiKey") return;
  await findDrawable(ctx, environment, poolsIn(configuration));
  await findUsable(ctx, environment, connectionsIn(configuration));
  if (ids.length === 0) return;
  const seen = mayEver(ctx, "secret.reveal")
    ? await store.findNames(ctx.pool, environment, ids, visibility)
    : [];
  if (seen.length === ids.length) return;
  ctx.audit.refuse(ctx, { action: "access.refused", detail: { wanted: "allowlist.write" } });
  throw new AppError(
    "forbidden",
    "This endpoint uses secrets that this API key may not read, so the key may change neither its address nor its method.",
  );
}

/** Each secret that a configuration uses, once. */
export function secretIdsOf(configuration: Configuration<StoredSecret>): string[] {
  return [...new Set(referencesOf(configuration).flatMap(({ reference }) => reference.secretId ?? []))];
}

/** Which endpoints use a secret, as far as the actor may know of them. */
export async function secretUses(ctx: Ctx, target: SecretTarget): Promise<SecretUses> {
  const permit = await authorize(ctx, "secret.read", target);
  const rows = await store.listUses(ctx.pool, permit.secret.id, visibilityOf(ctx.actor).secretIds);
  return { count: rows.length, uses: knownUses(ctx, rows) };
}

/** The same with when something was sent through each last. */
export async function secretSends(ctx: Ctx, target: SecretTarget): Promise<SecretUses<SecretSend>> {
  const permit = await authorize(ctx, "secret.read", target);
  const rows = await store.listUses(ctx.pool, permit.secret.id, visibilityOf(ctx.actor).secretIds);
  return { count: rows.length, uses: knownSends(ctx, rows) };
}

/** The names of secrets that an endpoint of this environment may refer to, those with `search` in them. */
export async function secretChoices(ctx: Ctx, scope: EnvironmentRef, search = ""): Promise<SecretChoices> {
  const { environment, visibility } = await authorize(ctx, "allowlist.read", scope);
  const sought = foldName(search.slice(0, NAME_LENGTH_MAX));
  const names = await store.listNames(ctx.pool, environment, sought, visibility, CHOICES_MAX + 1);
  return { names: names.slice(0, CHOICES_MAX), hasMore: names.length > CHOICES_MAX };
}

async function unknownSecrets(ctx: Ctx, absent: readonly { readonly path: string }[]): Promise<AppError> {
  await notFoundOrHidden(ctx, "allowlist.write", "");
  const message = "There is no such secret here. Choose one of those that are stored.";
  const fields = Object.fromEntries(absent.map(({ path }) => [`configuration.${path}`, [message]]));
  return new AppError("validation", "Some secrets that this names are not here.", { fields });
}

function unreachable(): never {
  throw new Error("a secret that was found is not there");
}
