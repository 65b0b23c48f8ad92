import { authenticateKey } from "@/lib/api-keys/authentication/service";
import { newApiKey } from "@/lib/api-keys/schema";
import { createApiKey } from "@/lib/api-keys/service";
import type { Ctx } from "@/lib/context";
import { createSecret, editSecret, findSecret } from "@/lib/secrets/service";
import { storedSecrets } from "@/lib/secrets/stored-secrets.fixture";
import { reportMember } from "./reporting/service";
import type { MemberReport } from "./schema";
import { newPool } from "./schema";
import { findPool, putPool } from "./service";
import { takeMember } from "./taking/service";

/** A context in which an Owner makes pools and keys use them. Call it at the top of the file. */
export async function testPools() {
  const context = await storedSecrets();
  const { scope, as, ctx, clock } = context;
  // However late it gets, they proved who they are just now.
  const person = await context.asRole("owner");
  const owner = as(Object.defineProperty({ ...person }, "confirmedAt", { get: clock.now }));
  const stored = async (name: string, value = `value of ${name}`) => {
    const { id } = await createSecret(owner, context.draft(name, value));
    return findSecret(owner, { ...scope, secret: { id } });
  };
  const put = async (name: string, members: readonly (string | object)[], more: object = {}) =>
    putPool(
      owner,
      scope,
      name,
      newPool.parse({
        ...more,
        members: members.map((member) => (typeof member === "string" ? { name: member } : member)),
      }),
    );
  /** A pool with new secrets, whose values are `value of <name>`. */
  const pool = async (name: string, members: readonly (string | object)[], more: object = {}) => {
    for (const member of members) await stored(nameIn(member));
    await put(name, members, more);
  };
  const asKey = async (input: object = {}): Promise<Ctx> => {
    const wanted = { name: "ci", kind: "service", project: "default", environment: "production", ...input };
    const { text } = await createApiKey(owner, newApiKey.parse({ permissions: ["pools:use"], ...wanted }));
    return as((await authenticateKey(ctx, text)).actor);
  };
  const take = async (key: Ctx, name: string, stickyKey?: string) => {
    const { member, version, value } = await takeMember(key, scope, name, stickyKey ? { stickyKey } : {});
    return { member, version, value: value.reveal() };
  };
  const takeMany = async (key: Ctx, name: string, count: number) => {
    const names: string[] = [];
    for (let i = 0; i < count; i += 1) names.push((await take(key, name)).member);
    return names;
  };
  const report = (key: Ctx, name: string, what: MemberReport) => reportMember(key, scope, name, what);
  const states = async (name: string, by: Ctx = owner) =>
    Object.fromEntries((await findPool(by, scope, name)).members.map((one) => [one.name, one.state]));
  const newVersion = async (name: string) => {
    const {
      id: secretId,
      revision,
      description,
      category,
      audience,
    } = await findSecret(owner, {
      ...scope,
      secret: { name },
    });
    await editSecret(owner, {
      ...scope,
      secretId,
      revision,
      name,
      description,
      category,
      audience,
      value: `new ${name}`,
    });
  };
  return { ...context, owner, stored, put, pool, asKey, take, takeMany, report, states, newVersion };
}

function nameIn(member: string | object): string {
  return typeof member === "string" ? member : "name" in member ? String(member.name) : "";
}
