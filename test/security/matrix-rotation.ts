import { expect } from "vitest";
import { sqlOn } from "@/lib/db/sql";
import { newId } from "@/lib/platform/ids";
import { putPolicy } from "@/lib/rotation/policy/service";
import { fail, insertRotations } from "@/lib/rotation/running/store";
import { newRotationPolicy } from "@/lib/rotation/schema";
import { ELSEWHERE, SCOPE, storedSecret } from "./fixture";
import type { Instance } from "./instance";
import type { ActionRow } from "./matrix-actions";

type Scope = typeof SCOPE | typeof ELSEWHERE;

/** The fields of a form about a secret that is rotated. */
async function rotatedSecret(instance: Instance, scope: Scope = SCOPE) {
  const { id: secretId } = await storedSecret(instance, scope);
  const policy = newRotationPolicy.parse({ rotator: { kind: "random" } });
  await putPolicy(instance.ctx, { ...scope, secret: { id: secretId } }, policy);
  return { ...SCOPE, secretId };
}

/** A rotation that failed and that nobody works at. */
async function failedRotation(instance: Instance) {
  const { ctx } = instance;
  const { secretId } = await rotatedSecret(instance);
  const { environmentId } = await ctx.db.secret.findUniqueOrThrow({ where: { id: secretId } });
  const [id, sql] = [newId(), sqlOn(ctx.pool)];
  const row = {
    id,
    secretId,
    environmentId,
    fromVersion: 2,
    trigger: "person",
    phase: "prepare",
    by: "test",
  } as const;
  await insertRotations(sql, [{ ...row, now: new Date(Date.now() + 60_000) }]);
  await fail(sql, { id, phase: "prepare" }, { error: "It failed.", dueAt: null });
  return { id };
}

/** Nobody works at what was begun before: what comes after it compares all that is stored. */
async function untilSettled({ ctx }: Instance): Promise<void> {
  const due = { endedAt: null, dueAt: { lte: new Date() } };
  await expect.poll(() => ctx.db.rotation.count({ where: due }), { timeout: 30_000 }).toBe(0);
}

function several(secretId: string) {
  return { project: SCOPE.project, trigger: "person", secret: `${SCOPE.environment}/${secretId}` };
}

const wanted = { kind: "random", schedule: "never" };

/** How secrets are rotated, and rotating them. */
export const ROTATION_MATRIX: Readonly<Record<string, readonly ActionRow[]>> = {
  putPolicyAction: [
    {
      tries: "saying how a secret is rotated",
      cells: "done done forbidden forbidden in in",
      fields: async (instance) => ({ ...SCOPE, secretId: (await storedSecret(instance)).id, ...wanted }),
    },
    {
      tries: "saying how a secret of another project is rotated",
      cells: "notFound notFound forbidden forbidden in in",
      fields: async (instance) => ({ ...(await rotatedSecret(instance, ELSEWHERE)), ...wanted }),
    },
    {
      tries: "having a service at a private address called",
      cells: "validation validation forbidden forbidden in in",
      fields: async (instance) => {
        const { name } = await storedSecret(instance);
        const service = { kind: "webhook", "webhook.url": "https://10.0.0.7/", "webhook.credential": name };
        return { ...(await rotatedSecret(instance)), ...wanted, ...service };
      },
    },
    {
      tries: "signing calls with a secret of another project",
      cells: "validation validation forbidden forbidden in in",
      fields: async (instance) => {
        const { name } = await storedSecret(instance, ELSEWHERE);
        const service = {
          kind: "webhook",
          "webhook.url": "https://example.com/",
          "webhook.credential": name,
        };
        return { ...(await rotatedSecret(instance)), ...wanted, ...service };
      },
    },
  ],
  removePolicyAction: [
    {
      tries: "having a secret rotated by nobody",
      cells: "done done forbidden forbidden in in",
      fields: (instance) => rotatedSecret(instance),
    },
    {
      tries: "having a secret of another project rotated by nobody",
      cells: "notFound notFound forbidden forbidden in in",
      fields: (instance) => rotatedSecret(instance, ELSEWHERE),
    },
  ],
  startRotationAction: [
    {
      tries: "rotating a secret",
      cells: "done done forbidden forbidden in in",
      fields: async (instance) => ({ ...(await rotatedSecret(instance)), trigger: "person" }),
    },
    {
      tries: "rotating a secret of another project",
      cells: "notFound notFound forbidden forbidden in in",
      fields: async (instance) => {
        await untilSettled(instance);
        return { ...(await rotatedSecret(instance, ELSEWHERE)), trigger: "person" };
      },
    },
  ],
  startSeveralAction: [
    {
      tries: "rotating several secrets",
      cells: "done done forbidden forbidden in in",
      fields: async (instance) => several((await rotatedSecret(instance)).secretId),
    },
    {
      tries: "rotating a secret of another project among several",
      isUnseen: true,
      cells: "done done forbidden forbidden in in",
      fields: async (instance) => {
        await untilSettled(instance);
        return several((await rotatedSecret(instance, ELSEWHERE)).secretId);
      },
    },
  ],
  rotationStepAction: [
    {
      tries: "undoing a rotation that failed",
      cells: "conflict conflict forbidden forbidden in in",
      fields: async (instance) => ({ ...(await failedRotation(instance)), step: "undo" }),
    },
    {
      tries: "trying a rotation that failed again",
      cells: "done done forbidden forbidden in in",
      fields: async (instance) => {
        await untilSettled(instance);
        return { ...(await failedRotation(instance)), step: "retry" };
      },
    },
    {
      tries: "trying a rotation again that never was",
      cells: "notFound notFound forbidden forbidden in in",
      fields: async (instance) => {
        await untilSettled(instance);
        return { id: newId(), step: "retry" };
      },
    },
  ],
};
