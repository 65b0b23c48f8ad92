import { createHmac } from "node:crypto";
import { testRotation } from "@/lib/rotation/rotation.fixture";
import { receiveWebhook } from "./receiving/service";
import { newTrigger } from "./schema";
import { putTrigger } from "./setting/service";

/** A context in which triggers take what GitHub would sign. Call it at the top of the file. */
export async function testTriggers() {
  const context = await testRotation();
  const { ctx, as, owner, scope, stored, database } = context;
  const nobody = as({ kind: "anonymous" });
  const signed = (secret: string, body: string) => ({
    headers: [
      ["content-type", "application/json"],
      ["x-hub-signature-256", `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`],
    ] as const,
    body: Buffer.from(body),
  });
  return {
    ...context,
    nobody,
    signed,
    /** Makes a trigger with a secret of its own. */
    trigger: async (name: string, secret: string, more: object = {}) => {
      const secretName = `${name.toUpperCase().replaceAll("-", "_")}_SECRET`;
      await stored(secretName, secret);
      await putTrigger(
        owner,
        scope,
        name,
        newTrigger.parse({ scheme: "github", secret: secretName, ...more }),
      );
      return secretName;
    },
    /** Sends a body with the signature of a secret. */
    send: (name: string, secret: string, body: string, by = nobody) =>
      receiveWebhook(by, { project: scope.project, name }, signed(secret, body)),
    deliveries: (name: string) =>
      database.db.triggerDelivery.findMany({ where: { trigger: { name } }, orderBy: { position: "asc" } }),
    events: async (action: string) => {
      await ctx.audit.settled();
      const rows = await database.db.auditEvent.findMany({ where: { action }, orderBy: { seq: "asc" } });
      return rows.map(({ seq, targetName, detail }) => ({ seq, targetName, detail: JSON.parse(detail) }));
    },
  };
}
