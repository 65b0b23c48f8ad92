import type { ApiKeyActor } from "@/lib/authorization/actor";
import { visibilityOf } from "@/lib/authorization/visibility";
import type { Ctx } from "@/lib/context";
import { findByName, type Reach } from "@/lib/names/store";
import { ALLOWED_SECRETS_MAX } from "../model";
import { findSecretNames } from "./store";

/** What a new key is narrowed to, and why it cannot be. */
export interface Narrowing {
  /** Null: not narrowed. */
  readonly secretIds: readonly string[] | null;
  /** Validation errors, in words; empty when there are none. */
  readonly errors: readonly string[];
}

/**
 * The secrets that folded names stand for now, in every environment of the reach. What the actor may not know of is not
 * there: the same error names it. Null for `names` stands for every secret.
 */
export async function narrowingOf(
  ctx: Ctx,
  reach: Reach,
  names: readonly string[] | null,
): Promise<Narrowing> {
  if (names === null) return { secretIds: null, errors: [] };
  const found = await findByName(ctx, reach, names, visibilityOf(ctx.actor));
  const known = new Set(found.map(({ nameFolded }) => nameFolded));
  const secretIds = [...new Set(found.map(({ secretId }) => secretId))].sort();
  const errors = names.filter((name) => !known.has(name)).map((name) => `There is no secret “${name}” here.`);
  if (secretIds.length > ALLOWED_SECRETS_MAX) {
    const [count, max] = [secretIds.length, ALLOWED_SECRETS_MAX].map((number) => number.toLocaleString("en"));
    errors.push(`A key is narrowed to at most ${max} secrets. In its scope these names stand for ${count}.`);
  }
  return { secretIds, errors };
}

/** What the secrets of a narrowed key are called now, as far as the key may know of them; null unless it is narrowed. */
export async function ownSecretNames(
  ctx: Pick<Ctx, "pool"> & { readonly actor: ApiKeyActor },
): Promise<readonly string[] | null> {
  const { audiences, secretIds } = visibilityOf(ctx.actor);
  return secretIds && findSecretNames(ctx.pool, ctx.actor, secretIds, audiences);
}
