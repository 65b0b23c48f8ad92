import type { Permit } from "@/lib/authorization/permit";
import { reachesEnvironment } from "@/lib/authorization/visibility";
import type { Ctx } from "@/lib/context";
import type { Tx } from "@/lib/db/client";
import { sqlIn } from "@/lib/db/sql";
import { AppError } from "@/lib/platform/app-error";
import { listMemberships, listPoolsOfMapping } from "./store";

const NAMED_MAX = 5;

/** Why a secret cannot be deleted, or null: it is a member of pools. Names those that the actor reaches. */
export async function memberConflict(
  ctx: Ctx,
  { secret }: Permit<"secret.delete">,
): Promise<AppError | null> {
  const memberships = await listMemberships(ctx.pool, secret.id, NAMED_MAX + 1);
  if (memberships.length === 0) return null;
  const names = memberships
    .filter(({ environmentId: id, projectId }) => reachesEnvironment(ctx.actor, { id, projectId }))
    .map(({ pool, project, environment }) => `${pool} in ${project}, ${environment}`);
  return conflict("This secret", names, memberships.length);
}

/** Why a mapping cannot be taken away, or null: the secret that it brings is a member of pools there. */
export async function mappingMemberConflict(
  tx: Tx,
  { environment }: Permit<"mapping.write">,
  mappingId: string,
): Promise<AppError | null> {
  const names = await listPoolsOfMapping(sqlIn(tx), environment, mappingId, NAMED_MAX + 1);
  return names.length > 0 ? conflict("The secret behind this name", names, names.length) : null;
}

function conflict(what: string, names: readonly string[], count: number): AppError {
  const more = count > NAMED_MAX ? " and more" : "";
  const list = names.length > 0 ? `: ${names.slice(0, NAMED_MAX).join("; ")}${more}` : "";
  const detail = `${what} is a member of ${count === 1 ? "a pool" : "pools"}${list}. Take it out first.`;
  return new AppError("conflict", detail);
}
