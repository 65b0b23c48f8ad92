import { sqlOn } from "@/lib/db/sql";
import { refuseMember } from "@/lib/pools/reporting/store";
import { newPool } from "@/lib/pools/schema";
import { findPool, putPool } from "@/lib/pools/service";
import { ELSEWHERE, SCOPE, storedSecret } from "./fixture";
import type { Instance } from "./instance";
import type { ActionRow } from "./matrix-actions";

type Scope = typeof SCOPE | typeof ELSEWHERE;

/** A pool of one new secret, which has its name. */
async function pooled(instance: Instance, scope: Scope = SCOPE) {
  const { id: secretId, name } = await storedSecret(instance, scope);
  await putPool(instance.ctx, scope, name, newPool.parse({ members: [{ name }] }));
  return { secretId, name };
}

const fieldsOf = (member: string) => ({
  ...SCOPE,
  ...{ name: member, revision: "0", description: "", strategy: "sticky", member, weight: "1", on: "on" },
});

/** Pools, and the state of their members. */
export const POOL_MATRIX: Readonly<Record<string, readonly ActionRow[]>> = {
  putPoolAction: [
    {
      tries: "making a pool",
      cells: "done done forbidden forbidden in in",
      fields: async (instance) => fieldsOf((await storedSecret(instance)).name),
    },
    {
      tries: "putting a secret of another project into a pool",
      cells: "validation validation forbidden forbidden in in",
      fields: async (instance) => fieldsOf((await storedSecret(instance, ELSEWHERE)).name),
    },
    {
      tries: "changing a pool that somebody else changed",
      cells: "conflict conflict forbidden forbidden in in",
      fields: async (instance) => ({ ...fieldsOf((await pooled(instance)).name), revision: "7" }),
    },
  ],
  deletePoolAction: [
    {
      tries: "deleting a pool",
      cells: "done done forbidden forbidden in in",
      fields: async (instance) => ({ ...SCOPE, name: (await pooled(instance)).name }),
    },
    {
      tries: "deleting a pool of another project",
      cells: "notFound notFound forbidden forbidden in in",
      fields: async (instance) => ({ ...SCOPE, name: (await pooled(instance, ELSEWHERE)).name }),
    },
  ],
  memberStepAction: [
    {
      tries: "turning a member off",
      cells: "done done forbidden forbidden in in",
      fields: async (instance) => {
        const { name } = await pooled(instance);
        return { ...SCOPE, name, member: name, step: "off" };
      },
    },
    {
      tries: "putting back a member that was refused",
      cells: "done done forbidden forbidden in in",
      fields: async (instance) => {
        const { name, secretId } = await pooled(instance);
        const { id: poolId } = await findPool(instance.ctx, SCOPE, name);
        await refuseMember(sqlOn(instance.ctx.pool), { poolId, secretId }, { version: 2, now: new Date() });
        return { ...SCOPE, name, member: name, step: "back" };
      },
    },
  ],
};
