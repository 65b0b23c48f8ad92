import type { Ctx } from "@/lib/context";
import { AppError } from "@/lib/platform/app-error";
import { isId } from "@/lib/platform/ids";
import { type Actor, ROLE_NAMES } from "./actor";
import { type Capability, type HeldGrant, includes, touches } from "./capability";
import type {
  EnvironmentRef,
  EnvironmentRow,
  Permit,
  ProjectRow,
  ProjectTarget,
  SecretRow,
  SecretTarget,
  TargetOf,
} from "./permit";
import {
  type Action,
  type ActionOn,
  capabilityFor,
  isSensitive,
  POLICY,
  type Rule,
  rolesThatMay,
  ruleFor,
  ruleThroughKey,
} from "./policy";
import { requireRecentProof } from "./recent-proof";
import { findEnvironment, findProject, findSecret } from "./store";
import {
  isBound,
  isMember,
  isVisible,
  keyRefusal,
  reachesEnvironment,
  reachesProject,
  ruleForKey,
  visibilityIn,
} from "./visibility";

/**
 * Decides whether the actor may do `action` to `target`, and returns the proof together with the rows it loaded.
 * Throws `unauthenticated`, `forbidden` (audited; says which role is needed), `confirmationNeeded` (for what is
 * sensitive, when the person proved who they are too long ago) or `notFound`. Who may do nothing of the kind is
 * refused before anything is looked up, so a refusal never tells whether the target exists.
 */
export async function authorize<A extends Action>(
  ctx: Ctx,
  action: A,
  target: TargetOf<A>,
): Promise<Permit<A>> {
  await requireAllowed(ctx, action);
  const scope = boundEnvironmentScope(ctx, action, target) ?? (await loadScope(ctx, action, target));
  return { ...scope, action } as Permit<A>;
}

/** Whether the actor may do it to anything at all: for showing or leaving out a button, never instead of `authorize`. */
export function mayEver(ctx: Pick<Ctx, "actor">, action: Action): boolean {
  const rule = ruleOf(ctx, action);
  return rule === "granted" ? holds(ctx.actor, capabilityFor(action)) : rule === "always";
}

/** The same for single secrets of an environment that the actor may know of: decided once for all of them. */
export function mayTo(
  ctx: Pick<Ctx, "actor">,
  action: Action,
  environment: Pick<EnvironmentRow, "id" | "projectId">,
): (secret: Pick<SecretRow, "id" | "name" | "audience">) => boolean {
  if (!mayEver(ctx, action)) return () => false;
  const capability = isMember(ctx.actor) ? capabilityFor(action) : null;
  if (capability === null) return () => true;
  const visibility = visibilityIn(ctx.actor, environment, capability);
  return (secret) => isVisible(visibility, secret);
}

/** Whether a person holds a grant of that capability, on whatever. */
function holds(actor: Actor, capability: Capability | null): boolean {
  return (
    capability !== null &&
    isMember(actor) &&
    actor.grants.some((held) => includes(held.capability, capability))
  );
}

/** Whether anything of an environment was granted with a capability. */
function hasSome(
  grants: readonly HeldGrant[],
  environment: Pick<EnvironmentRow, "id" | "projectId">,
  needed: Capability,
): boolean {
  return grants.some((held) => touches(held, environment) && includes(held.capability, needed));
}

/** Whether what an action takes was granted on a secret; of others than Members the policy has decided. */
function isGranted(
  ctx: Pick<Ctx, "actor">,
  action: Action,
  environment: Pick<EnvironmentRow, "id" | "projectId">,
  secret: Pick<SecretRow, "id" | "name" | "audience">,
): boolean {
  return !isMember(ctx.actor) || mayTo(ctx, action, environment)(secret);
}

/** What somebody does who has a link: look whether a name is free, and store a value. */
const BY_LINK: readonly Action[] = ["secret.list", "secret.read", "secret.create", "secret.rotate"];

function ruleOf(ctx: Pick<Ctx, "actor">, action: Action): Rule {
  switch (ctx.actor.kind) {
    case "user":
      if (ctx.actor.valueLink && !BY_LINK.includes(action)) return "never";
      return (ctx.actor.personalKey ? ruleThroughKey : ruleFor)(ctx.actor.role, action);
    case "apiKey":
      return ruleForKey(ctx.actor, action);
    case "operator":
    case "job":
      return "always";
    case "anonymous":
      throw new AppError("unauthenticated", "Sign in to continue.");
  }
}

/**
 * The same for a secret that need not be there: null when it is not, as far as the actor may know. No refusal is recorded
 * for that: the caller goes on in the same way whatever is hidden.
 */
export async function authorizeIfThere<A extends ActionOn<"secret">>(
  ctx: Ctx,
  action: A,
  { secret, ...environmentRef }: SecretTarget,
): Promise<Permit<A> | null> {
  await requireAllowed(ctx, action);
  const environment = await loadEnvironment(ctx, action, environmentRef);
  const row = await findSeen(ctx, environment, secret);
  if (row && !isGranted(ctx, action, environment, row)) await refuse(ctx, action);
  return row && ({ environment, secret: row, action } as Permit<A>);
}

/**
 * The same for secrets that were found already, one decision for any number of them. Null for those that the actor may not know of.
 */
export async function authorizeEach<A extends ActionOn<"secret">>(
  ctx: Ctx,
  action: A,
  { environment }: Permit<"secret.create"> | Permit<"secret.list">,
  rows: readonly SecretRow[],
): Promise<(Permit<A> | null)[]> {
  await requireAllowed(ctx, action);
  const visibility = visibilityIn(ctx.actor, environment, capabilityFor(action) ?? "see");
  return rows.map((secret) =>
    isVisible(visibility, secret) ? ({ environment, secret, action } as Permit<A>) : null,
  );
}

/**
 * Throws `forbidden`, on record, for an API key that is narrowed to some secrets: for what could tell it which other names
 * are taken.
 */
export async function requireUnnarrowed(ctx: Ctx, action: Action): Promise<void> {
  if (ctx.actor.kind !== "apiKey" || ctx.actor.allowedSecretIds === null) return;
  recordRefusal(ctx, action);
  throw new AppError("forbidden", "An API key that is narrowed to some secrets may not do this.");
}

async function requireAllowed(ctx: Ctx, action: Action): Promise<void> {
  const rule = ruleOf(ctx, action);
  if (rule === "never") await refuse(ctx, action);
  if (rule === "granted" && !holds(ctx.actor, "see")) await refuseWithoutGrants(ctx, action);
  if (!isSensitive(action)) return;
  if (isThroughKey(ctx)) recordRefusal(ctx, action);
  requireRecentProof(ctx);
}

function isThroughKey({ actor }: Pick<Ctx, "actor">): boolean {
  return actor.kind === "user" && actor.personalKey !== undefined;
}

function recordRefusal(ctx: Ctx, action: Action): void {
  ctx.audit.refuse(ctx, { action: "access.refused", detail: { wanted: action } });
}

async function refuse(ctx: Ctx, action: Action): Promise<never> {
  recordRefusal(ctx, action);
  if (ctx.actor.kind === "apiKey") throw keyRefusal(action);
  if (holds(ctx.actor, "see") && capabilityFor(action) !== null)
    throw new AppError("forbidden", "You were not granted this here. Ask an Owner or a Super Admin.");
  const needs = rolesThatMay(action, isThroughKey(ctx)).map((role) => ROLE_NAMES[role]);
  const list = new Intl.ListFormat("en", { type: "disjunction" }).format(needs);
  throw new AppError("forbidden", `This needs the role ${list}.`, { facts: { needs } });
}

/** To a Member to whom nothing was granted, lists are refused openly; a single secret answers as if it did not exist. */
async function refuseWithoutGrants(ctx: Ctx, action: Action): Promise<void> {
  if (POLICY[action].target === "secret") throw new AppError("notFound", "There is no such secret.");
  await refuse(ctx, action);
}

/** The scope where it is the very environment that a key is bound to: nothing is left to look up. */
function boundEnvironmentScope(ctx: Ctx, action: Action, target: TargetOf<Action>) {
  if (POLICY[action].target !== "environment" || !target || !("environment" in target)) return null;
  const environment = boundEnvironment(ctx, target);
  return environment && reachesEnvironment(ctx.actor, environment)
    ? { environment, visibility: visibilityIn(ctx.actor, environment) }
    : null;
}

async function loadScope(
  ctx: Ctx,
  action: Action,
  target: ProjectTarget | EnvironmentRef | SecretTarget | null,
) {
  if (POLICY[action].target === "organisation" || !target) {
    if (isBound(ctx.actor)) await refuse(ctx, action);
    return {};
  }
  if (!("environment" in target)) return { project: await loadProject(ctx, action, target) };
  const environment = await loadEnvironment(ctx, action, target);
  if (!("secret" in target)) {
    const capability = capabilityFor(action) ?? "see";
    if (isMember(ctx.actor) && !hasSome(ctx.actor.grants, environment, capability)) await refuse(ctx, action);
    return { environment, visibility: visibilityIn(ctx.actor, environment, capability) };
  }
  const secret = await loadSecret(ctx, action, environment, target.secret);
  if (!isGranted(ctx, action, environment, secret)) await refuse(ctx, action);
  return { environment, secret };
}

async function loadProject(ctx: Ctx, action: Action, target: ProjectTarget): Promise<ProjectRow> {
  const project = await findProject(ctx, target.project);
  if (!project || !reachesProject(ctx.actor, project.id)) {
    throw await notFoundOrHidden(ctx, action, "There is no such project.");
  }
  return project;
}

async function loadEnvironment(ctx: Ctx, action: Action, target: EnvironmentRef): Promise<EnvironmentRow> {
  const environment = boundEnvironment(ctx, target) ?? (await findEnvironment(ctx, target));
  if (!environment || !reachesEnvironment(ctx.actor, environment)) {
    throw await notFoundOrHidden(ctx, action, "There is no such project or environment.");
  }
  return environment;
}

/** The environment that a key is bound to was found together with the key: it needs no second look. */
function boundEnvironment({ actor }: Ctx, { project, environment }: EnvironmentRef): EnvironmentRow | null {
  const bound = actor.kind === "apiKey" ? actor.boundScope?.environment : null;
  return bound && bound.projectSlug === project && bound.slug === environment ? bound : null;
}

async function loadSecret(
  ctx: Ctx,
  action: Action,
  environment: EnvironmentRow,
  secret: SecretTarget["secret"],
) {
  const row = await findSeen(ctx, environment, secret);
  if (row) return row;
  throw await notFoundOrHidden(
    ctx,
    action,
    "There is no such secret here. It may have been deleted or renamed.",
  );
}

/** The secret, or null when it is not there as far as the actor may know. */
async function findSeen(
  ctx: Ctx,
  environment: EnvironmentRow,
  secret: SecretTarget["secret"],
): Promise<SecretRow | null> {
  const isMalformed = "id" in secret && !isId(secret.id);
  const row = isMalformed ? null : await findSecret(ctx, environment.id, secret);
  return row && isVisible(visibilityIn(ctx.actor, environment), row) ? row : null;
}

/**
 * The answer to what is not there, and to what an API key or a Member may not know of: the same words and the same work, and
 * both are on record. Nothing is hidden from anybody else.
 */
export async function notFoundOrHidden(ctx: Ctx, action: Action, detail: string): Promise<AppError> {
  if (ctx.actor.kind === "apiKey" || isMember(ctx.actor)) recordRefusal(ctx, action);
  return new AppError("notFound", detail);
}
