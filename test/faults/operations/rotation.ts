import { setTimeout as sleep } from "node:timers/promises";
import type { Ctx } from "@/lib/context";
import { putPolicy } from "@/lib/rotation/policy/service";
import { runDue } from "@/lib/rotation/running/runner";
import { startRotation } from "@/lib/rotation/running/service";
import { CLAIM_MS } from "@/lib/rotation/running/steps";
import { newRotationPolicy } from "@/lib/rotation/schema";
import { createSecret } from "@/lib/secrets/service";
import { operation } from "./operation";
import { newName, newValue, SCOPE, valuesOf } from "./secrets";

const asJob = (ctx: Ctx): Ctx => ({ ...ctx, actor: { kind: "job", name: "rotations.run" } });

export const rotating = operation<{ id: string; name: string; first: string }>({
  name: "a secret is rotated",
  prepare: async (ctx) => {
    const [name, first] = [newName(), newValue()];
    const text = { description: "", category: "custom", audience: "all" } as const;
    await createSecret(ctx, { ...SCOPE, ...text, name, value: first });
    const target = { ...SCOPE, secret: { name } };
    await putPolicy(ctx, target, newRotationPolicy.parse({ rotator: { kind: "random" } }));
    return { ...(await startRotation(ctx, target, { trigger: "person" })), name, first };
  },
  run: (ctx) => runDue(asJob(ctx)),
  look: async (ctx, { id, name, first }) => {
    const values = await valuesOf(ctx, [name]);
    if ("halfDone" in values) return { halfDone: String(values.halfDone) };
    const rotation = await ctx.db.rotation.findUniqueOrThrow({ where: { id } });
    const pending = await ctx.db.pendingVersion.count({ where: { secretId: rotation.secretId } });
    const isNew = values[name] !== first;
    if (isNew !== ["wait", "revoke"].includes(rotation.phase) || (isNew && pending > 0))
      return { halfDone: `new: ${isNew}, in ${rotation.phase}, pending: ${pending}` };
    return isNew ? "whole" : "begun";
  },
  goOn: async (ctx, { id }) => {
    // When nobody else works at it any more, and when the waiting after a failure is over.
    for (let tries = 1; tries < 4; tries += 1) {
      const later = new Date(Date.now() + tries * (CLAIM_MS + 20_000));
      await runDue(asJob({ ...ctx, now: () => later }));
      const { phase } = await ctx.db.rotation.findUniqueOrThrow({ where: { id } });
      if (phase === "wait") return;
      // One of its two workers may still be at it when the other has failed.
      await sleep(100);
    }
  },
});
