import { ensureBuiltIns } from "@/lib/projects/service";
import { testContext } from "@/test/context";
import type { NewSecret } from "./schema";
import { createSecret, findSecret } from "./service";

const scope = { project: "default", environment: "production" };

/** A context in which an Owner stores secrets, and ways to look at what was stored. Call it at the top of the file. */
export async function storedSecrets() {
  const context = await testContext();
  const { ctx, as, asRole } = context;
  const { db } = context.database;
  const owner = as(await asRole("owner"));
  await ensureBuiltIns(ctx);
  const draft = (name: string, value = "hunter2hunter2"): NewSecret => ({
    ...{ ...scope, name, value, description: "" },
    ...{ category: "custom", audience: "all" },
  });
  const stored = async (name: string, value?: string) => {
    const { id } = await createSecret(owner, draft(name, value));
    return findSecret(owner, { ...scope, secret: { id } });
  };
  /** The values of all versions, the oldest first. */
  const openAll = async (secretId: string): Promise<string[]> => {
    const { id: projectId } = await db.project.findUniqueOrThrow({ where: { slug: scope.project } });
    const keys = await ctx.keys.project(projectId);
    const versions = await db.secretVersion.findMany({ where: { secretId }, orderBy: { number: "asc" } });
    return versions.map((v) => keys.open({ projectId, secretId, versionId: v.id }, v).reveal());
  };
  const actionsOn = async (secretId: string) => {
    const events = await db.auditEvent.findMany({ where: { secretId }, orderBy: { seq: "asc" } });
    return events.map((event) => event.action);
  };
  return { ...context, owner, scope, draft, stored, openAll, actionsOn };
}
