import { findAccount } from "@/lib/accounts/store";
import { expiryOf, KEY_ENDS_SOON_DAYS } from "@/lib/api-keys/model";
import { actorLabel } from "@/lib/authorization/actor";
import { authorize } from "@/lib/authorization/authorize";
import type { Ctx } from "@/lib/context";
import type { Tx } from "@/lib/db/client";
import { inTransaction } from "@/lib/db/transaction";
import { findGroupOf } from "@/lib/grants/groups/service";
import { holdStanding } from "@/lib/people/membership/standing";
import { AppError, fieldError, isAppError } from "@/lib/platform/app-error";
import { isId, newId } from "@/lib/platform/ids";
import { ensureSshAuthority } from "../authorities/service";
import { type AdmittedSshKey, SSH_RULES_MAX, type SshRuleMeta } from "../model";
import type { NewSshRule } from "../schema";
import * as store from "./store";

const DAY_MS = 24 * 60 * 60 * 1_000;

/** The rules of a project that have not ended, in the order they were made. */
export async function listSshRules(ctx: Ctx, project: string): Promise<SshRuleMeta[]> {
  const permit = await authorize(ctx, "sshRule.list", { project });
  const rules = await store.listRules(ctx, ctx.now(), { projectId: permit.project.id, permit });
  return rules.map(({ projectId: _projectId, project: _project, ...rule }) => rule);
}

/** The public keys that hosts of a project let in, by whom they belong to, so many at most. */
export async function listAdmittedSshKeys(
  ctx: Ctx,
  project: string,
  limit: number,
): Promise<AdmittedSshKey[]> {
  const permit = await authorize(ctx, "sshRule.list", { project });
  const rows = await store.listAdmittedKeys(ctx.pool, permit, ctx.now(), limit);
  return rows.map(({ createdAt, until, lastUsedAt, ...row }) => ({
    ...row,
    createdAt: createdAt.toISOString(),
    expiresAt: until?.toISOString() ?? null,
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
  }));
}

/** How many of them there are, counted no further than `limit`; how many end soon, and how many were never used. */
export async function countAdmittedSshKeys(
  ctx: Ctx,
  project: string,
  limit: number,
): Promise<{ readonly count: number; readonly endsSoon: number; readonly neverUsed: number }> {
  const keys = await listAdmittedSshKeys(ctx, project, limit);
  const soon = new Date(ctx.now().getTime() + KEY_ENDS_SOON_DAYS * DAY_MS);
  return {
    count: keys.length,
    endsSoon: keys.filter(({ expiresAt }) => expiresAt !== null && new Date(expiresAt) <= soon).length,
    neverUsed: keys.filter(({ lastUsedAt }) => lastUsedAt === null).length,
  };
}

/**
 * Says who may enter which hosts as which user; with the first rule the project gets what signs certificates. Throws `validation` at the field that is wrong, and `forbidden` for an API key
 * that is bound to one environment: hosts belong to the whole project.
 */
export async function createSshRule(
  ctx: Ctx,
  project: string,
  input: NewSshRule,
): Promise<{ readonly id: string }> {
  const permit = await authorize(ctx, "sshRule.write", { project });
  requireWholeProject(ctx);
  const now = ctx.now();
  const expiresAt = expiryOf(input.expires, now) ?? null;
  if (expiresAt && expiresAt <= now) throw fieldError("expires", "This time has passed.");
  await ensureSshAuthority(ctx, permit.project);
  const id = newId(now);
  const projectId = permit.project.id;
  const hosts = [...new Set(input.hosts)];
  await inTransaction(ctx, async (tx) => {
    await holdStanding(ctx, tx);
    if ((await store.countRules(tx, projectId)) >= SSH_RULES_MAX)
      throw new AppError("conflict", `A project has at most ${SSH_RULES_MAX.toLocaleString("en")} rules.`);
    const { subject, ...ids } = await findSubject(ctx, tx, projectId, input.subject);
    await store.insertRule(tx, ctx.seals, {
      ...{ id, projectId, ...ids, hosts, login: input.user, expiresAt },
      ...{ createdAt: now, createdBy: actorLabel(ctx.actor) },
    });
    const until = expiresAt && { until: expiresAt.toISOString() };
    await ctx.audit.append(tx, ctx, [
      {
        action: "sshRule.created",
        target: { projectId, name: subject },
        detail: { hosts, user: input.user, ...until },
      },
    ]);
  });
  return { id };
}

/** Ends a rule at once. Throws `notFound`. */
export async function deleteSshRule(ctx: Ctx, id: string): Promise<SshRuleMeta> {
  const [found] = isId(id) ? await store.listRules(ctx, ctx.now(), { id }) : [];
  await authorize(ctx, "sshRule.write", { project: found?.project ?? "" }).catch((error: unknown) => {
    throw isAppError(error) && error.code === "notFound" ? noRule() : error;
  });
  requireWholeProject(ctx);
  if (!found) throw noRule();
  const { projectId, project: _project, ...rule } = found;
  await inTransaction(ctx, async (tx) => {
    if (!(await store.deleteRule(tx, id))) throw noRule();
    const { subject, hosts, user } = rule;
    const name = subject.kind === "person" ? subject.email : subject.name;
    await ctx.audit.append(tx, ctx, [
      { action: "sshRule.deleted", target: { projectId, name }, detail: { hosts, user } },
    ]);
  });
  return rule;
}

function requireWholeProject({ actor }: Ctx): void {
  if (actor.kind === "apiKey" && actor.environmentId !== null)
    throw new AppError(
      "forbidden",
      "Hosts belong to the whole project, and this key to one environment of it.",
    );
}

interface Subject {
  readonly userId: string | null;
  readonly groupId: string | null;
  readonly apiKeyId: string | null;
  /** What the log calls it. */
  readonly subject: string;
}

async function findSubject(
  ctx: Ctx,
  tx: Tx,
  projectId: string,
  asked: NewSshRule["subject"],
): Promise<Subject> {
  const none = { userId: null, groupId: null, apiKeyId: null };
  if ("group" in asked) {
    const group = await findGroupOf(ctx, tx, asked.group);
    if (!group) throw fieldError("group", "There is no such group.");
    return { ...none, groupId: group.id, subject: group.name };
  }
  if ("apiKey" in asked) {
    const [key, ...others] = await store.findKeys(tx, projectId, asked.apiKey, ctx.now());
    if (!key) throw fieldError("apiKey", "There is no active API key of this id or name here.");
    if (others.length > 0) throw fieldError("apiKey", "Several API keys are called this: give the id.");
    if (ctx.actor.kind === "apiKey" && ctx.actor.id === key.id)
      throw fieldError("apiKey", "No API key lets itself in.");
    return { ...none, apiKeyId: key.id, subject: key.name };
  }
  const person = await findAccount(tx, ctx.seals, { email: asked.person });
  // In the same words whoever is suspended or never was: keys of one project learn nothing else of people.
  if (person?.status !== "active") throw fieldError("person", "There is no active person with this address.");
  return { ...none, userId: person.id, subject: person.email };
}

function noRule(): AppError {
  return new AppError("notFound", "There is no such rule. It may have been removed or have ended.");
}
