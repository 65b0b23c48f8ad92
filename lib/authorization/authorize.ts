import type { Ctx } from "@/lib/context";
import { AppError } from "@/lib/platform/app-error";
import { isId } from "@/lib/platform/ids";
import { ROLE_NAMES, type UserActor } from "./actor";
import type {
  EnvironmentRow,
  EnvironmentTarget,
  Grant,
  ProjectRow,
  ProjectTarget,
  SecretTarget,
  TargetOf,
} from "./grant";
import {
  isBound,
  keyRefusal,
  reachesEnvironment,
  reachesProject,
  ruleForKey,
  sees,
  sightOf,
} from "./key-policy";
import { type Action, isSensitive, POLICY, rolesThatMay, ruleFor } from "./policy";
import { findEnvironment, findProject, findSecret } from "./store";

/** How long after proving who they are a person may do what is sensitive. */
export const CONFIRMED_SECONDS_MAX = 15 * 60;

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
): Promise<Grant<A>> {
  const rule = ruleOf(ctx, action);
  if (rule === "never") await refuse(ctx, action);
  if (rule === "granted") await requireGrant(ctx, action);
  if (isSensitive(action)) requireRecentProof(ctx);
  const scope = scopeAtHome(ctx, action, target) ?? (await loadScope(ctx, action, target));
  return { ...scope, action } as Grant<A>;
}

/** Whether the actor's role may do it at all: for showing or leaving out a button, never instead of `authorize`. */
export function mayEver(ctx: Pick<Ctx, "actor">, action: Action): boolean {
  return ruleOf(ctx, action) === "always";
}

function ruleOf(ctx: Pick<Ctx, "actor">, action: Action) {
  switch (ctx.actor.kind) {
    case "user":
      return ruleFor(ctx.actor.role, action);
    case "apiKey":
      return ruleForKey(ctx.actor, action);
    case "operator":
    case "job":
      return "always";
    case "anonymous":
      throw new AppError("unauthenticated", "Sign in to go on.");
  }
}

/**
 * Throws `confirmationNeeded` unless the person proved not long ago who they are: `authorize` asks for it where the
 * action is sensitive, use cases about one's own account ask for it themselves.
 */
export function requireRecentProof({ actor, now }: Pick<Ctx, "actor" | "now">): void {
  if (actor.kind !== "user" || isConfirmed(actor, now())) return;
  throw new AppError("confirmationNeeded", "Confirm that it is you to go on.");
}

/** Whether a person proved who they are not long ago. */
export function isConfirmed(actor: Pick<UserActor, "confirmedAt">, now: Date): boolean {
  return now.getTime() - actor.confirmedAt.getTime() <= CONFIRMED_SECONDS_MAX * 1000;
}

async function refuse(ctx: Ctx, action: Action): Promise<never> {
  await ctx.audit.record(ctx, [{ action: "access.refused", detail: { wanted: action } }]);
  if (ctx.actor.kind === "apiKey") throw keyRefusal(action);
  const needs = rolesThatMay(action).map((role) => ROLE_NAMES[role]);
  const list = new Intl.ListFormat("en", { type: "disjunction" }).format(needs);
  throw new AppError("forbidden", `This needs the role ${list}.`, { facts: { needs } });
}

/**
 * A Member acts only on single secrets granted to them, and nothing can be granted yet. Lists are refused openly;
 * a single secret answers as if it did not exist.
 */
async function requireGrant(ctx: Ctx, action: Action): Promise<void> {
  if (POLICY[action].target === "secret") throw new AppError("notFound", "There is no such secret.");
  await refuse(ctx, action);
}

/** The scope where it is the very environment that a key is bound to: nothing is left to look up. */
function scopeAtHome(ctx: Ctx, action: Action, target: TargetOf<Action>) {
  if (POLICY[action].target !== "environment" || !target || !("environment" in target)) return null;
  const environment = homeOf(ctx, target);
  return environment && reachesEnvironment(ctx.actor, environment)
    ? { environment, sight: sightOf(ctx.actor) }
    : null;
}

async function loadScope(
  ctx: Ctx,
  action: Action,
  target: ProjectTarget | EnvironmentTarget | SecretTarget | null,
) {
  if (POLICY[action].target === "organisation" || !target) {
    if (isBound(ctx.actor)) await refuse(ctx, action);
    return {};
  }
  if (!("environment" in target)) return { project: await loadProject(ctx, action, target) };
  const environment = await loadEnvironment(ctx, action, target);
  const sight = sightOf(ctx.actor);
  if (!("secret" in target)) return { environment, sight };
  return { environment, secret: await loadSecret(ctx, action, environment, target.secret) };
}

async function loadProject(ctx: Ctx, action: Action, target: ProjectTarget): Promise<ProjectRow> {
  const project = await findProject(ctx.pool, target.project);
  if (!project || !reachesProject(ctx.actor, project.id)) {
    throw await missing(ctx, action, project, "There is no such project.");
  }
  return project;
}

async function loadEnvironment(ctx: Ctx, action: Action, target: EnvironmentTarget): Promise<EnvironmentRow> {
  const environment = homeOf(ctx, target) ?? (await findEnvironment(ctx.pool, target));
  if (!environment || !reachesEnvironment(ctx.actor, environment)) {
    throw await missing(ctx, action, environment, "There is no such project or environment.");
  }
  return environment;
}

/** The environment that a key is bound to was found together with the key: it needs no second look. */
function homeOf({ actor }: Ctx, { project, environment }: EnvironmentTarget): EnvironmentRow | null {
  const home = actor.kind === "apiKey" ? actor.home?.environment : null;
  return home && home.projectSlug === project && home.slug === environment ? home : null;
}

async function loadSecret(
  ctx: Ctx,
  action: Action,
  environment: EnvironmentRow,
  secret: SecretTarget["secret"],
) {
  const isMalformed = "id" in secret && !isId(secret.id);
  const row = isMalformed ? null : await findSecret(ctx.pool, environment.id, secret);
  if (!row || !sees(ctx.actor, row)) {
    throw await missing(
      ctx,
      action,
      row,
      "There is no such secret here. It may have been deleted or renamed.",
    );
  }
  return row;
}

/**
 * The same answer for what is not there and for what this actor may not know of; the second is on record. `hidden` is
 * what was found and must not be told of, if anything was.
 */
export async function missing(
  ctx: Ctx,
  action: Action,
  hidden: object | null,
  detail: string,
): Promise<AppError> {
  if (hidden) await ctx.audit.record(ctx, [{ action: "access.refused", detail: { wanted: action } }]);
  return new AppError("notFound", detail);
}
