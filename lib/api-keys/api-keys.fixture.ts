import { beforeAll } from "vitest";
import type { Ctx } from "@/lib/context";
import { createProject, ensureBuiltIns } from "@/lib/projects/service";
import { createSecret } from "@/lib/secrets/service";
import { testContext } from "@/test/context";
import { authenticateKey } from "./authentication/service";
import { apiKeyQuery, newApiKey } from "./schema";
import { createApiKey, listApiKeys } from "./service";

/** People of every role, and short ways to make and list keys. */
export async function testKeys() {
  const { ctx, as, asRole, clock, database } = await testContext();
  const { db } = database;
  const [owner, admin, auditor, member] = [
    as(await asRole("owner")),
    as(await asRole("super_admin")),
    as(await asRole("auditor")),
    as(await asRole("member")),
  ];
  const base = { name: "ci", kind: "service", project: "default", permissions: ["secrets:read"] };

  beforeAll(async () => {
    await ensureBuiltIns(ctx);
    await createProject(ctx, { slug: "other" });
    for (const name of ["DATABASE_URL", "A", "B"]) await createSecret(owner, draft(name));
  });

  const text = { value: "v", description: "", category: "custom", audience: "all" } as const;
  const draft = (name: string) => ({ ...text, project: "default", environment: "production", name });
  const mint = (by: Ctx, input: object = {}) => createApiKey(by, newApiKey.parse({ ...base, ...input }));
  const asKey = async (input: object) =>
    as((await authenticateKey(ctx, (await mint(owner, input)).text)).actor);
  const list = (by: Ctx, project: string | null, query = {}) =>
    listApiKeys(by, project, apiKeyQuery.parse(query));
  return { ctx, as, asRole, clock, db, owner, admin, auditor, member, base, text, draft, mint, asKey, list };
}
