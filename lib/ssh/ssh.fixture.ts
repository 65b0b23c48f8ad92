import { beforeAll } from "vitest";
import { authenticateKey } from "@/lib/api-keys/authentication/service";
import { newApiKey } from "@/lib/api-keys/schema";
import { createApiKey } from "@/lib/api-keys/service";
import type { ApiKeyActor, PersonalKeyActor, UserActor } from "@/lib/authorization/actor";
import type { Ctx } from "@/lib/context";
import { authenticatePersonalKey } from "@/lib/personal-keys/authentication/service";
import { createPersonalKey } from "@/lib/personal-keys/service";
import { createProject, ensureBuiltIns } from "@/lib/projects/service";
import { testContext } from "@/test/context";
import { authorizedKeys } from "./entering/service";
import { addSshKeys } from "./keys/service";
import { createSshRule } from "./rules/service";
import { newSshRule } from "./schema";

/** A project with hosts, and short ways to let somebody enter them. */
export async function testSsh() {
  const t = await testContext();
  const { ctx } = t;
  beforeAll(async () => {
    await ensureBuiltIns(ctx);
    await createProject(ctx, { slug: "other" });
  });
  const own = (person: UserActor): Ctx<UserActor> => ({
    ...ctx,
    actor: { ...person, confirmedAt: ctx.now() },
  });
  const key = async (input: object = {}): Promise<Ctx<ApiKeyActor>> => {
    const base = { name: "host", kind: "service", project: "default", permissions: ["ssh:read"] };
    const { text } = await createApiKey(ctx, newApiKey.parse({ ...base, ...input }));
    return { ...ctx, actor: (await authenticateKey(ctx, text)).actor };
  };
  const through = async (person: UserActor, days = 30): Promise<Ctx<PersonalKeyActor>> => {
    const { text } = await createPersonalKey(own(person), { name: `laptop ${Math.random()}`, days });
    return { ...ctx, actor: await authenticatePersonalKey(ctx, text) };
  };
  const rule = (subject: object, hosts: string[], more: object = {}, project = "default") =>
    createSshRule(ctx, project, newSshRule.parse({ subject, hosts, user: "deploy", ...more }));
  const add = (person: UserActor, text: string) => addSshKeys(own(person), text);
  /** What a host is told, without the lines of the authority. */
  const told = async (by: Ctx, host: string | undefined, user = "deploy") => {
    const text = await authorizedKeys(by, "default", { host, user });
    return text.split("\n").filter((line) => line !== "" && !line.includes("cert-authority"));
  };
  return { ...t, own, key, through, rule, add, told };
}
