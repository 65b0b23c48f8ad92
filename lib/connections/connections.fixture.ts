import { afterAll } from "vitest";
import { authenticateKey } from "@/lib/api-keys/authentication/service";
import { newApiKey } from "@/lib/api-keys/schema";
import { createApiKey } from "@/lib/api-keys/service";
import type { ApiKeyActor, UserActor } from "@/lib/authorization/actor";
import type { Ctx } from "@/lib/context";
import { storedSecrets } from "@/lib/secrets/stored-secrets.fixture";
import { followTo, OAUTH_CLIENT, startOAuthProvider } from "@/test/oauth-provider";
import { sealing } from "@/test/seals";
import { beginConnecting, CALLBACK_PATH, finishConnecting } from "./connecting/service";
import { listConnectionsIn } from "./listing/service";
import { newConnection } from "./schema";
import { putConnection } from "./service";
import { giveToken } from "./tokens/service";

/** A context with a provider that apps are registered with. Call it at the top of the file. */
export async function testConnections(options: { readonly seconds?: number } = {}) {
  const context = await storedSecrets();
  const { ctx, as, asRole, scope, stored, clock } = context;
  const provider = await startOAuthProvider(ctx.origin, options);
  afterAll(() => provider.close());
  const owner: Ctx<UserActor> = { ...ctx, actor: await asRole("owner") };
  const allow = (...hosts: readonly string[]) =>
    sealing(
      ctx,
      "organisations",
      ctx.db.organisation.updateMany({ data: { allowedPrivateHosts: [provider.host, ...hosts] } }),
    );
  await allow();
  await stored("APP_SECRET", OAUTH_CLIENT.client_secret);
  /** The owner, who has just proved that it is them. */
  const confirmed = () => ({ ...owner, actor: { ...owner.actor, confirmedAt: ctx.now() } });
  const put = (name: string, more: object = {}, by: Ctx = confirmed()) =>
    putConnection(
      by,
      scope,
      name,
      newConnection.parse({
        ...("kind" in more ? {} : { kind: "discovery", issuer: provider.issuer }),
        clientId: OAUTH_CLIENT.client_id,
        ...{ credential: "APP_SECRET", scopes: ["repo", "mail"], grant: "code", owner: "project" },
        ...more,
      }),
    );
  const callback = `${ctx.origin}${CALLBACK_PATH}`;
  /** What the provider has the browser bring back. */
  const asked = async (name: string, by = owner) => {
    const begun = await beginConnecting(by, scope, name);
    if (!("address" in begun)) throw new Error(`nobody is asked: ${begun.outcome}`);
    return (await followTo(begun.address, callback)).searchParams;
  };
  const finish = async (answer: URLSearchParams, by = owner) => (await finishConnecting(by, answer)).outcome;
  const key = async (permissions: readonly string[], more: object = {}) => {
    const wanted = { name: "worker", kind: "service", ...scope, permissions, expires: "30d", ...more };
    const { text } = await createApiKey(confirmed(), newApiKey.parse(wanted));
    const { actor } = await authenticateKey(ctx, text);
    return { ...ctx, actor: actor satisfies ApiKeyActor };
  };
  const user = await key(["connections:use"]);
  return {
    ...{
      ...context,
      provider,
      owner,
      confirmed,
      user,
      allow,
      put,
      asked,
      finish,
      key,
      job: as({ kind: "job", name: "connections.refresh" }),
    },
    connect: async (name: string, by = owner) => finish(await asked(name, by), by),
    token: (name: string, by: Ctx = user) => giveToken(by, scope, name),
    listed: async (name: string) => {
      const all = await listConnectionsIn(owner, scope);
      const found = all.find((one) => one.name === name);
      if (!found) throw new Error(`${name} is not listed`);
      return found;
    },
    later: (seconds: number) => clock.advanceSeconds(seconds),
    row: (name: string) =>
      context.database.db.connectionTokens.findFirst({ where: { connection: { name } } }),
    actions: async (name: string) => {
      const events = await context.database.db.auditEvent.findMany({ orderBy: { seq: "asc" } });
      return events.filter(({ targetName }) => targetName === name).map(({ action }) => action);
    },
  };
}
