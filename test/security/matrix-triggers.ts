import { receiveWebhook } from "@/lib/triggers/receiving/service";
import { newTrigger } from "@/lib/triggers/schema";
import { putTrigger } from "@/lib/triggers/setting/service";
import { ELSEWHERE, SCOPE, storedSecret } from "./fixture";
import type { Instance } from "./instance";
import type { ActionRow } from "./matrix-actions";

type Scope = typeof SCOPE | typeof ELSEWHERE;

let count = 0;
const newTriggerName = () => `trigger-${++count}`;

/** The fields of a form that sets up a trigger. */
async function wanted(instance: Instance, scope: Scope = SCOPE) {
  const { name: secret } = await storedSecret(instance, scope);
  return { ...SCOPE, name: newTriggerName(), isNew: "on", scheme: "github", secret, action: "event" };
}

/** The fields of a form about one that is there. */
async function trigger(instance: Instance, scope: Scope = SCOPE) {
  const { name: secret } = await storedSecret(instance, scope);
  const name = newTriggerName();
  const ctx = { ...instance.ctx, now: () => new Date() };
  await putTrigger(ctx, scope, name, newTrigger.parse({ scheme: "gitlab", secret }));
  return { project: scope.project, name };
}

/** The fields of a form about a delivery that was taken. */
async function delivery(instance: Instance, scope: Scope = SCOPE) {
  const { name: secret } = await storedSecret(instance, scope);
  const name = newTriggerName();
  const ctx = { ...instance.ctx, now: () => new Date() };
  await putTrigger(ctx, scope, name, newTrigger.parse({ scheme: "gitlab", secret }));
  const target = { project: scope.project, name };
  const taken = await receiveWebhook({ ...ctx, actor: { kind: "anonymous" } }, target, {
    headers: [["x-gitlab-token", "second value"]],
    body: Buffer.from("{}"),
  });
  return { ...target, id: "delivery" in taken ? taken.delivery : "" };
}

/** Webhooks that are taken. */
export const TRIGGER_MATRIX: Readonly<Record<string, readonly ActionRow[]>> = {
  putTriggerAction: [
    {
      tries: "setting up a trigger",
      cells: "done done forbidden forbidden in in",
      fields: (instance) => wanted(instance),
    },
    {
      tries: "setting up a trigger with a secret of another project",
      cells: "validation validation forbidden forbidden in in",
      fields: (instance) => wanted(instance, ELSEWHERE),
    },
    {
      tries: "setting up a trigger of a name that is taken",
      cells: "validation validation forbidden forbidden in in",
      fields: async (instance) => ({ ...(await wanted(instance)), name: (await trigger(instance)).name }),
    },
  ],
  pauseTriggerAction: [
    {
      tries: "pausing a trigger",
      cells: "done done forbidden forbidden in in",
      fields: async (instance) => ({ ...(await trigger(instance)), paused: "on" }),
    },
    {
      tries: "pausing a trigger of another project under one's own",
      cells: "notFound notFound forbidden forbidden in in",
      fields: async (instance) => ({
        ...(await trigger(instance, ELSEWHERE)),
        project: SCOPE.project,
        paused: "on",
      }),
    },
  ],
  removeTriggerAction: [
    {
      tries: "deleting a trigger",
      cells: "done done forbidden forbidden in in",
      fields: (instance) => trigger(instance),
    },
    {
      tries: "deleting a trigger of another project under one's own",
      cells: "notFound notFound forbidden forbidden in in",
      fields: async (instance) => ({ ...(await trigger(instance, ELSEWHERE)), project: SCOPE.project }),
    },
  ],
  replayDeliveryAction: [
    {
      tries: "replaying a delivery",
      cells: "done done forbidden forbidden in in",
      fields: (instance) => delivery(instance),
    },
    {
      tries: "replaying a delivery of another project under one's own",
      cells: "notFound notFound forbidden forbidden in in",
      fields: async (instance) => ({ ...(await delivery(instance, ELSEWHERE)), project: SCOPE.project }),
    },
  ],
};
