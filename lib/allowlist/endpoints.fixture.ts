import { beforeAll } from "vitest";
import { authenticateKey } from "@/lib/api-keys/authentication/service";
import { newApiKey } from "@/lib/api-keys/schema";
import { createApiKey } from "@/lib/api-keys/service";
import { ensureBuiltIns } from "@/lib/projects/service";
import { createSecret } from "@/lib/secrets/service";
import { testContext } from "@/test/context";
import { endpointEdit, newEndpoint } from "./schema";
import { createEndpoint, findEndpoint, updateEndpoint } from "./service";

/** A database with secrets, and short ways to make and change endpoints that use them. */
export async function testEndpoints() {
  const { ctx, as, asRole, database } = await testContext();
  const { db } = database;
  const owner = as(await asRole("owner"));
  const here = { project: "default", environment: "production" };
  const text = { value: "v", description: "", category: "custom", audience: "all" } as const;
  const url = "https://api.example.com/v1/pay";

  beforeAll(async () => {
    await ensureBuiltIns(ctx);
    for (const name of ["PAY_KEY", "PAY_TOKEN"]) await createSecret(owner, { ...here, ...text, name });
    await createSecret(owner, { ...here, ...text, name: "FOR_AGENTS", audience: "agents" });
  });

  const bearer = (secret: string) => ({
    headers: [{ name: "Authorization", value: { prefix: "Bearer ", from: { secret } } }],
  });
  const create = (name: string, input: object = {}, by = owner) =>
    createEndpoint(by, newEndpoint.parse({ ...here, name, url, ...input }));
  const update = async (name: string, change: object, by = owner) => {
    const { description, method, url, configuration, revision } = await findEndpoint(owner, here, name);
    return updateEndpoint(
      by,
      endpointEdit.parse({ ...here, name, description, method, url, configuration, revision, ...change }),
    );
  };
  const keyed = async (input: object) => {
    const wanted = { name: "k", kind: "service", project: "default", permissions: ["admin"], ...input };
    return as((await authenticateKey(ctx, (await createApiKey(owner, newApiKey.parse(wanted))).text)).actor);
  };
  const lastEvent = async () => {
    const event = await db.auditEvent.findFirstOrThrow({
      where: { action: { startsWith: "allowlist." } },
      orderBy: { seq: "desc" },
    });
    return { action: event.action, name: event.targetName, detail: JSON.parse(event.detail) };
  };
  return { ctx, as, asRole, db, owner, here, text, url, bearer, create, update, keyed, lastEvent };
}
