import { authenticateKey } from "@/lib/api-keys/authentication/service";
import { newApiKey } from "@/lib/api-keys/schema";
import { createApiKey } from "@/lib/api-keys/service";
import { createProject, ensureBuiltIns } from "@/lib/projects/service";
import { createSecret } from "@/lib/secrets/service";
import { testContext } from "@/test/context";
import { newMapping } from "./schema";
import { createMapping } from "./service";

export const here = { project: "default", environment: "production" };
export const there = { project: "platform", environment: "production" };
export const text = { value: "v", description: "", category: "custom", audience: "all" } as const;

/** Projects with a shared secret, `SLACK_TOKEN`, and ways to map it and to make keys. Call it at the top of the file. */
export async function mappedSecrets() {
  const context = await testContext();
  const { ctx, as, asRole } = context;
  const owner = as(await asRole("owner"));
  await ensureBuiltIns(ctx);
  await createProject(ctx, { slug: "other" });
  const { id: slackId } = await createSecret(owner, { ...there, ...text, name: "SLACK_TOKEN" });
  const map = (name: string, input: object = {}, by = owner) =>
    createMapping(
      by,
      newMapping.parse({
        ...here,
        name,
        sharedEnvironment: "production",
        sharedName: "slack_token",
        ...input,
      }),
    );
  const keyed = async (input: object) => {
    const narrow = { name: "k", kind: "service", project: "default", permissions: ["admin", "secrets:list"] };
    const { text: key } = await createApiKey(owner, newApiKey.parse({ ...narrow, ...input }));
    return as((await authenticateKey(ctx, key)).actor);
  };
  return { ...context, db: context.database.db, owner, slackId, map, keyed };
}
