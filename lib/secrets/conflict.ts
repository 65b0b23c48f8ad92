import type { EnvironmentRow, Permit } from "@/lib/authorization/permit";
import { isVisible, visibilityIn } from "@/lib/authorization/visibility";
import type { Ctx } from "@/lib/context";
import { databaseFailure } from "@/lib/db/errors";
import { foldName, variableOf } from "@/lib/names/model";
import { AppError } from "@/lib/platform/app-error";
import { findMeta, findNameHolder, type NameHolder } from "./store";

/** Turns a violated unique index into a message at the name field; passes on every other error. */
export async function nameConflict(
  ctx: Ctx,
  environment: EnvironmentRow,
  name: string,
  error: unknown,
): Promise<unknown> {
  if (databaseFailure(error).kind !== "unique") return error;
  const found = await findNameHolder(ctx.pool, environment, name);
  // An API key or a Member is told nothing more of what they do not see.
  const seen = found && isVisible(visibilityIn(ctx.actor, environment), found) ? found : null;
  const holder = seen?.name ?? name;
  const message = seen
    ? takenMessage(environment, name, seen)
    : `The name “${name}” is taken in ${environment.name}.`;
  return new AppError("conflict", message, { fields: { name: [message] }, facts: { holder } });
}

function takenMessage(
  environment: EnvironmentRow,
  name: string,
  { name: holder, isMapping }: NameHolder,
): string {
  const what = isMapping ? "shared secret" : "secret";
  return foldName(holder) === foldName(name)
    ? `There is already a ${what} “${holder}” in ${environment.name}. Names are not case-sensitive.`
    : `“${name}” becomes the environment variable ${variableOf(name)}, which “${holder}” already has.`;
}

/** For an edit that began before somebody else's: carries the secret as it is now, so that nothing typed is lost. */
export async function staleEdit(
  ctx: Ctx,
  permit: Pick<Permit<"secret.update">, "environment" | "secret">,
): Promise<AppError> {
  const current = await findMeta(ctx.pool, permit.environment.id, permit.secret.id);
  if (!current) return new AppError("notFound", "This secret was deleted while you were editing it.");
  return new AppError("conflict", `${current.updatedBy} changed this secret while you were editing it.`, {
    facts: { current },
  });
}

/** Why a feature still needs a secret, or null. The features that refer to secrets are in `lib/runtime/secret-users.ts`. */
export type ExplainUse = (ctx: Ctx, permit: Permit<"secret.delete">) => Promise<AppError | null>;

/** Why a secret cannot be deleted, or null: something refers to it. */
export async function deletionConflict(ctx: Ctx, permit: Permit<"secret.delete">): Promise<AppError | null> {
  for (const explainUse of ctx.secretUsers) {
    const conflict = await explainUse(ctx, permit);
    if (conflict) return conflict;
  }
  return null;
}

/** Why a change was not made: the secret is gone, is at another version than `ifVersion`, or was edited by somebody else. */
export async function changeFailure(
  ctx: Ctx,
  permit: Pick<Permit<"secret.update">, "environment" | "secret">,
  ifVersion: number | undefined,
): Promise<AppError> {
  const current = await findMeta(ctx.pool, permit.environment.id, permit.secret.id);
  if (current && ifVersion !== undefined && current.version !== ifVersion) {
    return otherVersion(current.version, ifVersion);
  }
  return staleEdit(ctx, permit);
}

/** Why a secret was not deleted: it is gone, renamed, or at another version than `ifVersion`. */
export async function deletionFailure(
  ctx: Ctx,
  permit: Permit<"secret.delete">,
  ifVersion: number | undefined,
): Promise<AppError> {
  const current = await findMeta(ctx.pool, permit.environment.id, permit.secret.id);
  if (current && ifVersion !== undefined && current.version !== ifVersion) {
    return otherVersion(current.version, ifVersion);
  }
  return new AppError("notFound", "This secret was just deleted or renamed. Nothing was deleted.");
}

/** For what is to be done only at a certain version. `current` is 0 when there is no such secret. */
export function otherVersion(current: number, expected: number): AppError {
  const is = current === 0 ? "There is no such secret." : `This secret is at version ${current}.`;
  const wanted = expected === 0 ? "It was expected not to exist." : `Version ${expected} was expected.`;
  return new AppError("preconditionFailed", `${is} ${wanted} Nothing was changed.`);
}
