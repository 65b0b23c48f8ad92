import { newEndpoint } from "@/lib/allowlist/schema";
import type { SendInput } from "@/lib/allowlist/sending/model";
import { sendThrough } from "@/lib/allowlist/sending/service";
import { createEndpoint } from "@/lib/allowlist/service";
import { markVerified } from "@/lib/allowlist/verification/service";
import { authenticateKey } from "@/lib/api-keys/authentication/service";
import { newApiKey } from "@/lib/api-keys/schema";
import { createApiKey } from "@/lib/api-keys/service";
import type { Ctx } from "@/lib/context";
import { ensureBuiltIns } from "@/lib/projects/service";
import { createSecret, editSecret } from "@/lib/secrets/service";
import { testContext } from "./context";
import { sealing } from "./seals";

export const HERE = { project: "default", environment: "production" } as const;
const TEXT = { description: "", category: "custom", audience: "all" } as const;

/** A context with what sends need: endpoints on loopback, which an Owner allowed, and secrets. Call it at the top of the file. */
export async function testSending() {
  const context = await testContext();
  const { ctx, as, asRole } = context;
  await ensureBuiltIns(ctx);
  const allow = (...hosts: string[]) =>
    sealing(ctx, "organisations", ctx.db.organisation.updateMany({ data: { allowedPrivateHosts: hosts } }));
  await allow("127.0.0.1");
  const owner = as(await asRole("owner"));
  const secret = (name: string, value: string, more: object = {}) =>
    createSecret(owner, { ...HERE, ...TEXT, name, value, ...more });
  const rotate = async (name: string, value: string, more: object = {}) => {
    const { id: secretId, revision } = await ctx.db.secret.findFirstOrThrow({ where: { name } });
    return editSecret(owner, { ...HERE, ...TEXT, name, value, secretId, revision, ...more });
  };
  /** Makes an endpoint that is ready to be sent to. */
  const endpoint = async (name: string, url: string, more: object = {}) => {
    await createEndpoint(owner, newEndpoint.parse({ ...HERE, name, url, ...more }));
    await markVerified(owner, { ...HERE, name });
  };
  const send = (name: string, input: SendInput = {}, by: Ctx = owner) =>
    sendThrough(by, { ...HERE, name }, input);
  const key = async (more: object = {}): Promise<Ctx> => {
    const wanted = {
      name: "k",
      kind: "service",
      project: "default",
      permissions: ["allowlist:send"],
      ...more,
    };
    return as((await authenticateKey(ctx, (await createApiKey(owner, newApiKey.parse(wanted))).text)).actor);
  };
  /** What the audit log has of an endpoint, the oldest first. */
  const events = async (name: string) => {
    const rows = await ctx.db.auditEvent.findMany({
      where: { targetName: `allowlist/${name}` },
      orderBy: { seq: "asc" },
    });
    return rows.map(({ action, detail, actorLabel }) => ({ action, actorLabel, ...JSON.parse(detail) }));
  };
  return { ...context, owner, allow, secret, rotate, endpoint, send, key, events };
}

/** A header with a secret in it, as a configuration has it. */
export const withHeader = (name: string, secret: string, prefix = "") => ({
  headers: [{ name, value: { prefix, from: { secret } } }],
});
