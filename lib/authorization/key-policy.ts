import { AppError } from "@/lib/platform/app-error";
import type { Actor, ApiKeyActor } from "./actor";
import type { KeyKind } from "./permission";
import type { EnvironmentRow, SecretRow, Visibility } from "./permit";
import { type Action, permissionsFor, type Rule } from "./policy";

/** The audiences whose secrets a kind of API key may know of and read. */
const AUDIENCES: Readonly<Record<KeyKind, readonly SecretRow["audience"][]>> = {
  agent: ["all", "agents"],
  tool: ["all", "tools"],
  sandbox: ["all", "sandboxes"],
  service: ["all"],
};

export const EVERYTHING: Visibility = { audiences: null, secretIds: null };

/** What an API key's permissions say, before any target is looked at. */
export function ruleForKey(key: ApiKeyActor, action: Action): Rule {
  return permissionsFor(action).some((one) => key.permissions.includes(one)) ? "always" : "never";
}

/** Why a key may not, for whoever holds it. */
export function keyRefusal(action: Action): AppError {
  const permissions = permissionsFor(action);
  const [permission] = permissions;
  if (permission === undefined) return new AppError("forbidden", "No API key may do this.");
  return new AppError(
    "forbidden",
    `This needs an API key with the permission ${permissions.join(" or ")} and the right scope.`,
    { facts: { permission } },
  );
}

/** Whether an actor is confined to a project, and so has no say in what concerns the whole organisation. */
export function isBound(actor: Actor): boolean {
  return actor.kind === "apiKey" && actor.projectId !== null;
}

/** The project and environment that an actor is confined to; null where it is not. */
export function reachOf(actor: Actor): {
  readonly projectId: string | null;
  readonly environmentId: string | null;
} {
  if (actor.kind !== "apiKey") return { projectId: null, environmentId: null };
  return { projectId: actor.projectId, environmentId: actor.environmentId };
}

export function reachesProject(actor: Actor, projectId: string): boolean {
  return actor.kind !== "apiKey" || actor.projectId === null || actor.projectId === projectId;
}

export function reachesEnvironment(
  actor: Actor,
  { id, projectId }: Pick<EnvironmentRow, "id" | "projectId">,
): boolean {
  if (actor.kind !== "apiKey") return true;
  return reachesProject(actor, projectId) && (actor.environmentId === null || actor.environmentId === id);
}

/** Which secrets of an environment within reach an actor may know of. */
export function visibilityOf(actor: Actor): Visibility {
  if (actor.kind !== "apiKey") return EVERYTHING;
  return { audiences: AUDIENCES[actor.keyKind], secretIds: actor.allowedSecretIds };
}

/** Whether one secret is among them. */
export function canSee(actor: Actor, { id, audience }: Pick<SecretRow, "id" | "audience">): boolean {
  const { audiences, secretIds } = visibilityOf(actor);
  return (
    (audiences === null || audiences.includes(audience)) && (secretIds === null || secretIds.includes(id))
  );
}
