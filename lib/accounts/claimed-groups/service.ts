import type { Account } from "@/lib/accounts/store";
import type { NewAuditEvent } from "@/lib/audit/model";
import type { JobActor } from "@/lib/authorization/actor";
import type { Ctx } from "@/lib/context";
import type { Tx } from "@/lib/db/client";
import * as store from "./store";

/** Who the log says did what the provider's word caused. */
export const PROVIDER: JobActor = { kind: "job", name: "single sign-on" };

/**
 * Sets the groups that a person is in by a claim to those of these slugs, on record. Memberships that an admin made stay.
 * Says which slugs no group has.
 */
export async function setClaimedGroups(
  ctx: Ctx,
  tx: Tx,
  { id: userId, email }: Account,
  slugs: readonly string[],
): Promise<readonly string[]> {
  const changed = (action: "group.memberAdded" | "group.memberRemoved", slug: string): NewAuditEvent => ({
    action,
    target: { name: slug },
    detail: { person: email },
  });
  const ended = await store.deleteOtherClaimed(tx, userId, slugs);
  const events = ended.map((slug) => changed("group.memberRemoved", slug));
  const groups = slugs.length === 0 ? [] : await store.holdGroups(tx, ctx.seals, slugs);
  const stamp = { createdAt: ctx.now(), createdBy: PROVIDER.name };
  for (const { id: groupId, slug } of groups) {
    if (await store.insertClaimed(tx, ctx.seals, { groupId, userId }, stamp))
      events.push(changed("group.memberAdded", slug));
  }
  if (events.length > 0) await ctx.audit.append(tx, { ...ctx, actor: PROVIDER }, events);
  return slugs.filter((slug) => !groups.some((group) => group.slug === slug));
}
