import { z } from "zod";
import { listDueSecrets, listRotations } from "@/lib/rotation/listing/service";
import { ROTATION_PHASES, ROTATION_STATES, ROTATION_TRIGGERS } from "@/lib/rotation/model";
import { findRotationOf, noPolicy, putPolicy, removePolicy } from "@/lib/rotation/policy/service";
import {
  cancelRotation,
  confirmByHand,
  endGrace,
  findRotationById,
  retryRotation,
  startRotation,
  undoRotation,
} from "@/lib/rotation/running/service";
import { newRotationPolicy, rotator, schedule } from "@/lib/rotation/schema";
import { secretValue } from "@/lib/secrets/schema";
import { NO_CONTENT, ok } from "./answer";
import type { MachineCtx } from "./context";
import { openCursor, pageQuery, sealCursor } from "./cursor";
import { type Endpoint, endpoint } from "./endpoint";
import { projectOf, scopeOf, scopeQuery } from "./scope";
import { nameParam, pageOf } from "./secret-answers";

const tag = "Rotation";

const Rotation = z
  .object({
    id: z.string(),
    project: z.string(),
    environment: z.string(),
    name: z.string(),
    trigger: z.enum(ROTATION_TRIGGERS),
    phase: z.enum(ROTATION_PHASES).meta({ description: "What is done next, or was done last." }),
    state: z
      .enum(ROTATION_STATES)
      .meta({ description: "`attention`: it failed too often and waits for a person." }),
    fromVersion: z.int(),
    toVersion: z.int().nullable().meta({ description: "The new version, once it is current." }),
    attempts: z.int().meta({ description: "Failures of the phase so far." }),
    error: z.string().nullable(),
    graceEndsAt: z.iso.datetime().nullable(),
    startedAt: z.iso.datetime(),
    startedBy: z.string(),
    endedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: "Rotation" });

const Policy = z
  .object({
    rotator,
    schedule: schedule.nullable(),
    graceSeconds: z.int(),
    paused: z.boolean(),
    credential: z.string().nullable(),
    nextAt: z.iso.datetime().nullable(),
    isOverdue: z.boolean(),
    updatedAt: z.iso.datetime(),
    updatedBy: z.string(),
    last: Rotation.nullable(),
    publicKey: z
      .string()
      .nullable()
      .meta({ description: "The readable half of a key pair that is current." }),
  })
  .meta({ id: "RotationPolicy" });

const DueSecret = z
  .object({
    project: z.string(),
    environment: z.string(),
    name: z.string(),
    rotator: z.string(),
    nextAt: z.iso.datetime(),
    isOverdue: z.boolean(),
  })
  .meta({ id: "DueSecret" });

const Started = z.object({ id: z.string() }).meta({ id: "StartedRotation" });

const ofSecret = {
  tag,
  path: "/secrets/{name}/rotation",
  params: nameParam,
  query: z.strictObject(scopeQuery),
} as const;

const get = endpoint(
  {
    ...ofSecret,
    method: "GET",
    summary: "Read how a secret is rotated, and its rotation that is under way or was last",
    action: "secret.read",
    answers: { 200: { description: "How it is rotated; 404: nobody said.", schema: Policy } },
  },
  async ({ ctx, params, query }) => {
    const found = await findRotationOf(ctx, targetOf(ctx, params, query));
    if (!found) throw noPolicy();
    return ok(found);
  },
);

const put = endpoint(
  {
    ...ofSecret,
    method: "PUT",
    summary: "Say how a secret is rotated",
    action: "rotation.configure",
    body: newRotationPolicy,
    answers: { 204: { description: "Said." } },
  },
  async ({ ctx, params, query, body }) => {
    await putPolicy(ctx, targetOf(ctx, params, query), body);
    return NO_CONTENT;
  },
);

const remove = endpoint(
  {
    ...ofSecret,
    method: "DELETE",
    summary: "Have a secret rotated by nobody",
    action: "rotation.configure",
    answers: { 204: { description: "Removed." } },
  },
  async ({ ctx, params, query }) => {
    await removePolicy(ctx, targetOf(ctx, params, query));
    return NO_CONTENT;
  },
);

const start = endpoint(
  {
    method: "POST",
    path: "/secrets/{name}/rotate",
    tag,
    summary: "Begin to rotate a secret at once",
    description: "Answers when the rotation is begun: `GET /rotations/{id}` says how far it is.",
    action: "rotation.run",
    params: nameParam,
    query: z.strictObject(scopeQuery),
    body: z
      .strictObject({
        emergency: z.boolean().default(false).meta({ description: "Without grace time." }),
        value: secretValue
          .optional()
          .meta({ description: "The new value, where people get it by hand (`manual`)." }),
      })
      .optional(),
    answers: { 202: { description: "Begun.", schema: Started } },
  },
  async ({ ctx, params, query, body }) => {
    const start = { trigger: body?.emergency ? "emergency" : "person", value: body?.value } as const;
    return { status: 202, json: await startRotation(ctx, targetOf(ctx, params, query), start) };
  },
);

const listQuery = z.strictObject({
  ...scopeQuery,
  state: z.enum(ROTATION_STATES).optional(),
  due: z.iso
    .datetime("Give a time such as 2027-01-31T00:00:00Z.")
    .optional()
    .meta({ description: "In place of rotations: the secrets that are due before this time." }),
  ...pageQuery,
});

const list = endpoint(
  {
    method: "GET",
    path: "/rotations",
    tag,
    summary: "List rotations, newest first, or what is due",
    action: "rotation.list",
    query: listQuery,
    answers: { 200: { description: "One page.", schema: pageOf(z.union([Rotation, DueSecret])) } },
  },
  async ({ ctx, query }) => {
    const after = openCursor(ctx, "rotations", query) ?? null;
    const { environment, state, due, limit } = query;
    const scope = { ...projectOf(ctx, query), environment };
    const page =
      due === undefined
        ? await listRotations(ctx, scope, { states: state ? [state] : null, after, limit })
        : await listDueSecrets(ctx, scope, { until: new Date(due), after, limit });
    return ok({ items: page.items, next: sealCursor(ctx, "rotations", query, page.next) });
  },
);

const idParam = z.object({ id: z.string() });

const find = endpoint(
  {
    method: "GET",
    path: "/rotations/{id}",
    tag,
    summary: "Read how far a rotation is",
    action: "rotation.read",
    params: idParam,
    answers: { 200: { description: "As it is now.", schema: Rotation } },
  },
  async ({ ctx, params }) => ok(await findRotationById(ctx, params.id)),
);

const step = (name: string, summary: string, run: (ctx: MachineCtx, id: string) => Promise<void>) =>
  endpoint(
    {
      method: "POST",
      path: `/rotations/{id}/${name}`,
      tag,
      summary,
      action: "rotation.run",
      params: idParam,
      answers: { 204: { description: "It goes on." } },
    },
    async ({ ctx, params }) => {
      await run(ctx, params.id);
      return NO_CONTENT;
    },
  );

function targetOf(
  ctx: MachineCtx,
  secret: { readonly name: string },
  query: { readonly project?: string | undefined; readonly environment?: string | undefined },
) {
  return { ...scopeOf(ctx, query), secret };
}

export const rotationEndpoints: readonly Endpoint[] = [
  get,
  put,
  remove,
  start,
  list,
  find,
  step("retry", "Try the phase that failed again", retryRotation),
  step("cancel", "Go back to the old value, which is still current", cancelRotation),
  step("undo", "Make the old value current again, within the grace time", undoRotation),
  step("revoke", "End the grace time at once", endGrace),
  step(
    "confirm",
    "Say that by hand was done what failed: the old value is revoked, or the way back is gone as far as it is wanted",
    confirmByHand,
  ),
];
