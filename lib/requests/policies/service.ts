import { needsApproval } from "@/lib/authorization/approval";
import { authorize, requireUnnarrowed } from "@/lib/authorization/authorize";
import type { ChangePolicy, EnvironmentRef } from "@/lib/authorization/permit";
import type { Ctx } from "@/lib/context";
import type { Tx } from "@/lib/db/client";
import { sqlOn } from "@/lib/db/sql";
import { inTransaction } from "@/lib/db/transaction";
import { AppError, fieldError } from "@/lib/platform/app-error";
import { holdChange } from "../holding/service";
import type { PolicyChange, PolicyMeta } from "./model";
import type { PolicyInput } from "./schema";
import * as store from "./store";

/** The policies of a project's environments, those without one too. */
export async function listPolicies(ctx: Ctx, project: string): Promise<PolicyMeta[]> {
  const permit = await authorize(ctx, "changePolicy.list", { project });
  await requireUnnarrowed(ctx, "changePolicy.list");
  const rows = await store.listPolicies(ctx, permit.project.id);
  return rows.map(({ slug, name, changePolicy, groupSlug, groupName }) => ({
    environment: { slug, name },
    approvals: changePolicy?.approvals ?? 0,
    group: groupSlug === null || groupName === null ? null : { slug: groupSlug, name: groupName },
  }));
}

/**
 * Says how many approvals changes in an environment need. More of them count at once; what makes it weaker needs approval itself by
 * the policy that there is: `ChangeHeld`. Requests that wait need what the policy says when they are decided.
 */
export async function setPolicy(ctx: Ctx, scope: EnvironmentRef, input: PolicyInput): Promise<void> {
  const { environment } = await authorize(ctx, "changePolicy.write", scope);
  await requireUnnarrowed(ctx, "changePolicy.write");
  const { approvals, approvers } = input;
  const next = await policyOf(ctx, input);
  const current = environment.changePolicy;
  if (isSame(current, next)) return;
  const groupId = current?.groupId ?? null;
  const before = {
    approvals: current?.approvals ?? 0,
    group: groupId === null ? null : await store.findGroupSlug(sqlOn(ctx.pool), groupId),
  };
  const { project, environment: slug } = scope;
  const change: PolicyChange = {
    project,
    environment: slug,
    approvals,
    group: next?.groupId ? approvers : null,
    before,
  };
  if (needsApproval(ctx, environment) && isWeaker(current, next))
    await holdChange(ctx, {
      ...{ kind: "policy", environment, change },
      title: `Change the policy of ${environment.name}`,
    });
  await inTransaction(ctx, (tx) => setPolicyIn(tx, ctx, change));
}

/** The same in the caller's transaction, once it was approved. */
export async function setPolicyIn(tx: Tx, ctx: Ctx, change: PolicyChange): Promise<void> {
  const { project, environment: slug, approvals, group, before } = change;
  const { environment } = await authorize(ctx, "changePolicy.write", { project, environment: slug });
  const next = await policyOf(ctx, { approvals, approvers: group });
  if (!(await store.updatePolicy(tx, ctx.seals, environment.id, next)))
    throw new AppError("notFound", "There is no such environment.");
  await ctx.audit.append(tx, ctx, [
    {
      action: "changePolicy.set",
      target: { projectId: environment.projectId, environmentId: environment.id, name: environment.slug },
      detail: {
        ...{ project, approvals: { from: before.approvals, to: approvals } },
        ...(before.group !== group && { approvers: { from: before.group ?? "", to: group ?? "" } }),
      },
    },
  ]);
}

async function policyOf(ctx: Ctx, { approvals, approvers }: PolicyInput): Promise<ChangePolicy | null> {
  if (approvals === 0) return null;
  if (approvers === null) return { approvals, groupId: null };
  const groupId = await store.findGroupId(ctx, approvers);
  if (groupId === null) throw fieldError("approvers", "There is no such group.");
  return { approvals, groupId };
}

function isSame(a: ChangePolicy | null, b: ChangePolicy | null): boolean {
  return a?.approvals === b?.approvals && a?.groupId === b?.groupId;
}

/** Whether fewer approvals would do, or others could give them. */
function isWeaker(current: ChangePolicy | null, next: ChangePolicy | null): boolean {
  if (current === null) return false;
  if (next === null || next.approvals < current.approvals) return true;
  return next.groupId !== null && next.groupId !== current.groupId;
}
