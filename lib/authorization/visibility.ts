import { foldName } from "@/lib/names/model";
import { AppError } from "@/lib/platform/app-error";
import type { Actor, ApiKeyActor, PersonActor } from "./actor";
import { type Capability, type HeldGrant, includes, touches } from "./capability";
import { KEY_KINDS, type KeyKind } from "./permission";
import type { EnvironmentRow, SecretRow, Visibility, WideVisibility } from "./permit";
import { type Action, permissionsFor, type Rule } from "./policy";

/** The audiences whose secrets a kind of API key may know of and read. */
const AUDIENCES: Readonly<Record<KeyKind, readonly SecretRow["audience"][]>> = {
  agent: ["all", "agents"],
  tool: ["all", "tools"],
  sandbox: ["all", "sandboxes"],
  service: ["all"],
};

/** The audiences whose secrets a kind of key may know of. */
export function audiencesOf(kind: KeyKind): readonly SecretRow["audience"][] {
  return AUDIENCES[kind];
}

/** The kinds of keys that a secret of an audience is for. */
export function kindsFor(audience: SecretRow["audience"]): KeyKind[] {
  return KEY_KINDS.filter((kind) => AUDIENCES[kind].includes(audience));
}

export const EVERYTHING: Visibility = { audiences: null, secretIds: null, prefixes: [] };
const NOTHING: Visibility = { audiences: null, secretIds: [], prefixes: [] };

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

/** Whether somebody sees and does what was granted to them, and nothing else. */
export function isMember(actor: Actor): actor is PersonActor {
  return actor.kind === "user" && actor.role === "member";
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
  if (isMember(actor)) return actor.grants.some((one) => one.projectId === projectId);
  return actor.kind !== "apiKey" || actor.projectId === null || actor.projectId === projectId;
}

export function reachesEnvironment(
  actor: Actor,
  { id, projectId }: Pick<EnvironmentRow, "id" | "projectId">,
): boolean {
  if (isMember(actor)) return actor.grants.some((one) => touches(one, { id, projectId }));
  if (actor.kind !== "apiKey") return true;
  return reachesProject(actor, projectId) && (actor.environmentId === null || actor.environmentId === id);
}

/** The audiences of values that a person reads at run time: those of a service. */
const audiencesFor = (needed: Capability) => (needed === "run" ? AUDIENCES.service : null);

/** Which secrets an actor may know of, wherever they are. What a Member sees depends on the environment: none, here. */
export function visibilityOf(actor: Actor): Visibility {
  if (actor.kind === "apiKey")
    return { audiences: AUDIENCES[actor.keyKind], secretIds: actor.allowedSecretIds, prefixes: [] };
  return isMember(actor) ? NOTHING : EVERYTHING;
}

/** Which secrets of an environment within reach an actor may know of; or may do something to, that takes a capability. */
export function visibilityIn(
  actor: Actor,
  environment: Pick<EnvironmentRow, "id" | "projectId">,
  needed: Capability = "see",
): Visibility {
  if (actor.kind === "user" && !isMember(actor)) return { ...EVERYTHING, audiences: audiencesFor(needed) };
  if (!isMember(actor)) return visibilityOf(actor);
  const decided = decisions.get(actor.grants) ?? new Map<string, Visibility>();
  decisions.set(actor.grants, decided);
  const question = `${environment.id} ${needed}`;
  const visibility = decided.get(question) ?? visibilityBy(actor.grants, environment, needed);
  decided.set(question, visibility);
  return visibility;
}

/** What each list of grants lets see where: a request asks several times, and a person's grants stay the same for long. */
const decisions = new WeakMap<readonly HeldGrant[], Map<string, Visibility>>();

function visibilityBy(
  held: readonly HeldGrant[],
  environment: Pick<EnvironmentRow, "id" | "projectId">,
  needed: Capability,
): Visibility {
  const grants = held.filter((one) => touches(one, environment) && includes(one.capability, needed));
  const audiences = audiencesFor(needed);
  if (grants.some(({ secretId, namePrefix }) => secretId === null && namePrefix === null))
    return { ...EVERYTHING, audiences };
  return {
    audiences,
    secretIds: [...new Set(grants.flatMap(({ secretId }) => secretId ?? []))],
    prefixes: [...new Set(grants.flatMap(({ namePrefix }) => namePrefix ?? []))],
  };
}

/** Which secrets of the organisation an actor may know of; or may do something to, that takes a capability. */
export function wideVisibility(actor: Actor, needed: Capability = "see"): WideVisibility {
  const audiences = actor.kind === "user" ? audiencesFor(needed) : visibilityOf(actor).audiences;
  if (!isMember(actor)) return { ...visibilityOf(actor), audiences, scopeIds: [], prefixes: [] };
  const scopes = actor.grants
    .filter(({ capability }) => includes(capability, needed))
    .map((one) => ({ ...one, scopeId: one.environmentId ?? one.projectId }));
  const whole = scopes.filter(({ secretId, namePrefix }) => secretId === null && namePrefix === null);
  return {
    audiences,
    secretIds: scopes.flatMap(({ secretId }) => secretId ?? []),
    scopeIds: whole.map(({ scopeId }) => scopeId),
    prefixes: scopes.flatMap(({ scopeId, namePrefix }) =>
      namePrefix === null ? [] : [{ scopeId, prefix: namePrefix }],
    ),
  };
}

const sets = new WeakMap<readonly string[], ReadonlySet<string>>();

/** The same ids as a set, made once for each list. */
function setOf(ids: readonly string[]): ReadonlySet<string> {
  const made = sets.get(ids) ?? new Set(ids);
  sets.set(ids, made);
  return made;
}

/** Whether one secret is among them. */
export function isVisible(
  { audiences, secretIds, prefixes }: Visibility,
  { id, audience, name }: Pick<SecretRow, "id" | "audience" | "name">,
): boolean {
  if (audiences !== null && !audiences.includes(audience)) return false;
  if (secretIds === null || setOf(secretIds).has(id)) return true;
  const folded = foldName(name);
  return prefixes.some((prefix) => folded.startsWith(prefix));
}

/** The same of the whole organisation. */
export function isSeen(
  { scopeIds, prefixes, ...rest }: WideVisibility,
  secret: Pick<SecretRow, "id" | "audience" | "name"> &
    Pick<HeldGrant, "projectId"> & { readonly environmentId: string },
): boolean {
  const isHere = (scopeId: string) => scopeId === secret.environmentId || scopeId === secret.projectId;
  const here = prefixes.flatMap(({ scopeId, prefix }) => (isHere(scopeId) ? [prefix] : []));
  const secretIds = scopeIds.some(isHere) ? null : rest.secretIds;
  return isVisible({ audiences: rest.audiences, secretIds, prefixes: here }, secret);
}

/** Whether an actor may know of a secret wherever it is, as an API key may. */
export function canSee(actor: Actor, secret: Pick<SecretRow, "id" | "audience">): boolean {
  return isVisible(visibilityOf(actor), { ...secret, name: "" });
}
