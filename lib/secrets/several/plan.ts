import { authorize, authorizeEach } from "@/lib/authorization/authorize";
import type { EnvironmentRow, Permit } from "@/lib/authorization/permit";
import type { ActionOn } from "@/lib/authorization/policy";
import type { Ctx } from "@/lib/context";
import { sqlOn } from "@/lib/db/sql";
import { variableOf } from "@/lib/names/model";
import { AppError, fieldError } from "@/lib/platform/app-error";
import { environmentsOf } from "@/lib/projects/service";
import { deletionConflict } from "../conflict";
import { findHolders, type Holder } from "../import/store";
import { AUDIENCE_NAMES } from "../model";
import { findSecrets, type LockedSecret } from "../writing/store";
import type { SeveralOutcome } from "./model";
import type { SeveralForm } from "./schema";
import * as store from "./store";

/** One of several secrets, with what will be done to it. */
export interface Step {
  readonly row: LockedSecret;
  readonly environment: EnvironmentRow;
  readonly outcome: SeveralOutcome;
  readonly note: string | null;
  readonly copy?: Permit<"secret.copy"> | undefined;
  readonly remove?: Permit<"secret.delete"> | undefined;
  readonly update?: Permit<"secret.update"> | undefined;
  /** The secret that gets the value, where there is one. */
  readonly replace?: Permit<"secret.rotate"> | undefined;
}

export interface Plan {
  readonly steps: readonly Step[];
  /** Where they are copied or moved to. */
  readonly target: Permit<"secret.create"> | null;
}

/** In how many cases it is said what needs a secret, and not only that something does. */
const EXPLAINED_MAX = 20;

type Chosen = Pick<Step, "row" | "environment">;

/**
 * Decides what will be done to several secrets of a project. A few queries for any number of them. Throws `notFound` when one of them is not
 * in the project, `forbidden` and `confirmationNeeded` as `authorize` does.
 */
export async function planSeveral(ctx: Ctx, form: SeveralForm): Promise<Plan> {
  const chosen = await findChosen(ctx, form);
  switch (form.kind) {
    case "copy":
    case "move":
      return planCopies(ctx, form, chosen);
    case "classify":
      return { steps: await planClasses(ctx, form, chosen), target: null };
    case "delete":
      return { steps: await planDeletions(ctx, chosen), target: null };
  }
}

async function findChosen(ctx: Ctx, { project, secret: ids }: SeveralForm): Promise<Chosen[]> {
  await authorize(ctx, "overview.read", { project });
  const known = new Map((await environmentsOf(ctx, project)).map(({ id, slug }) => [id, slug]));
  const rows = await findSecrets(sqlOn(ctx.pool), ctx.seals, ids);
  const here = rows.filter(({ environmentId }) => known.has(environmentId));
  if (here.length < ids.length) {
    const detail = "Some of these secrets are not there any more. Nothing was changed. Reload the page.";
    throw new AppError("notFound", detail);
  }
  const environments = new Map<string, EnvironmentRow>();
  for (const id of new Set(here.map(({ environmentId }) => environmentId))) {
    const permit = await authorize(ctx, "secret.list", { project, environment: known.get(id) ?? "" });
    environments.set(id, permit.environment);
  }
  return here
    .flatMap((row) => {
      const environment = environments.get(row.environmentId);
      return environment ? [{ row, environment }] : [];
    })
    .sort((a, b) => (a.row.name < b.row.name ? -1 : 1));
}

/** The proof for each of the secrets, in their order. Throws unless it is there for all. */
async function permitsFor<A extends ActionOn<"secret">>(
  ctx: Ctx,
  action: A,
  chosen: readonly Chosen[],
): Promise<Permit<A>[]> {
  const permits = new Map<string, Permit<A>>();
  for (const environment of new Set(chosen.map((one) => one.environment))) {
    const { projectSlug: project, slug } = environment;
    const scope = await authorize(ctx, "secret.list", { project, environment: slug });
    const rows = chosen.filter((one) => one.environment === environment).map(({ row }) => row);
    const found = await authorizeEach(ctx, action, scope, rows);
    for (const [i, permit] of found.entries()) if (permit && rows[i]) permits.set(rows[i].id, permit);
  }
  return chosen.map(({ row }) => {
    const permit = permits.get(row.id);
    if (!permit) throw new AppError("notFound", "There is no such secret here.");
    return permit;
  });
}

async function planClasses(
  ctx: Ctx,
  { category, audience }: SeveralForm,
  chosen: readonly Chosen[],
): Promise<Step[]> {
  const permits = await permitsFor(ctx, "secret.update", chosen);
  return chosen.map((one, i) => {
    const { row } = one;
    const isSame = (category ?? row.category) === row.category && (audience ?? row.audience) === row.audience;
    return { ...one, update: permits[i], outcome: isSame ? "unchanged" : "changed", note: null };
  });
}

async function planDeletions(ctx: Ctx, chosen: readonly Chosen[]): Promise<Step[]> {
  const permits = await permitsFor(ctx, "secret.delete", chosen);
  const used = await store.findUsed(ctx, idsOf(chosen));
  const steps: Step[] = [];
  let explained = 0;
  for (const [i, one] of chosen.entries()) {
    const permit = permits[i];
    const isUsed = used.has(one.row.id);
    if (isUsed) explained += 1;
    const conflict =
      isUsed && permit && explained <= EXPLAINED_MAX ? await deletionConflict(ctx, permit) : null;
    const note = isUsed ? (conflict?.detail ?? "It is in use.") : null;
    steps.push({ ...one, remove: permit, note, outcome: isUsed ? "conflict" : "deleted" });
  }
  return steps;
}

function idsOf(chosen: readonly Chosen[]): string[] {
  return chosen.map(({ row }) => row.id);
}

async function planCopies(ctx: Ctx, form: SeveralForm, chosen: readonly Chosen[]): Promise<Plan> {
  const { project, kind, to } = form;
  if (!to) throw fieldError("to", "Choose an environment.");
  const target = await authorize(ctx, "secret.create", { project, environment: to });
  const permits = await permitsFor(ctx, "secret.copy", chosen);
  const removals = kind === "move" ? await planDeletions(ctx, chosen) : null;
  const holders = await findHolders(
    ctx.pool,
    target,
    chosen.map(({ row }) => variableOf(row.name)),
  );
  const replaced = await authorizeEach(ctx, "secret.rotate", target, holders);
  const found = new Map(holders.map((holder, i) => [holder.variable, { holder, replace: replaced[i] }]));
  const groups = await store.findGroups(ctx, [...idsOf(chosen), ...holders.map(({ id }) => id)]);
  const taken = new Map<string, string>();
  const steps = chosen.map((one, i): Step => {
    const variable = variableOf(one.row.name);
    const { holder, replace } = found.get(variable) ?? {};
    const said = copied(target.environment, one, holder, { groups, twin: taken.get(variable) });
    if (said.outcome !== "conflict") taken.set(variable, one.environment.name);
    const removal = removals?.[i];
    const isStuck = said.outcome !== "conflict" && removal?.outcome === "conflict";
    const { outcome, note } = isStuck && removal ? removal : said;
    return {
      ...one,
      outcome,
      note,
      copy: permits[i],
      remove: removal?.remove,
      replace: replace ?? undefined,
    };
  });
  return { target, steps };
}

interface Elsewhere {
  readonly groups: ReadonlyMap<string, string>;
  /** The environment whose secret of this name is copied already. */
  readonly twin: string | undefined;
}

function copied(
  target: EnvironmentRow,
  { row, environment }: Chosen,
  holder: Holder | undefined,
  { groups, twin }: Elsewhere,
): Pick<Step, "outcome" | "note"> {
  if (row.isExternal)
    return { outcome: "conflict", note: "Its value lives in an external manager: make it anew there." };
  if (environment.id === target.id) return { outcome: "conflict", note: `It is in ${target.name} already.` };
  if (twin) return { outcome: "conflict", note: `The one of ${twin} is selected too.` };
  if (!holder) return { outcome: "new", note: null };
  if (holder.isMapping)
    return { outcome: "conflict", note: `A shared secret has this name in ${target.name}.` };
  const group = groups.get(row.id);
  const outcome = group !== undefined && group === groups.get(holder.id) ? "unchanged" : "replaced";
  const notes = [
    holder.name === row.name ? "" : `It is called ${holder.name} there.`,
    holder.audience === row.audience ? "" : `Readable by there: ${AUDIENCE_NAMES[holder.audience]}.`,
  ];
  return { outcome, note: notes.filter(Boolean).join(" ") || null };
}
