import { beforeAll, expect, test } from "vitest";
import { ensureBuiltIns } from "@/lib/projects/service";
import { createSecret, editSecret } from "@/lib/secrets/service";
import type { SignedInCtx } from "@/lib/web/context";
import { testContext } from "@/test/context";
import { granter, withGrants } from "../grants.fixture";
import { addMember, createGroup } from "../groups/service";
import { loadSecretAccess } from "./loaders";

const context = await testContext();
const { ctx, clock, asRole, database } = context;
const grant = granter(context);
const scope = { project: "default", environment: "production" };
const text = { description: "", category: "custom", audience: "all" } as const;
const [owner, auditor, kim, lee, max] = [
  await asRole("owner"),
  await asRole("auditor"),
  await asRole("member"),
  await asRole("member"),
  await asRole("member"),
];
const viewer: SignedInCtx = { ...ctx, actor: auditor };
const of = (by: SignedInCtx, name = "STRIPE_KEY", asked = {}) => loadSecretAccess(by, scope, name, asked);

let secretId = "";
beforeAll(async () => {
  await ensureBuiltIns(ctx);
  secretId = (
    await createSecret({ ...ctx, actor: owner }, { ...scope, ...text, name: "STRIPE_KEY", value: "v" })
  ).id;
  await createSecret(ctx, { ...scope, ...text, name: "OTHER", value: "v" });
  await createGroup(ctx, { slug: "shop", name: "Shop" });
  await addMember(ctx, { group: "shop", person: lee.email });
  await grant(kim, "edit", { ...scope, pattern: "STRIPE_*" });
  await grant("shop", "set", scope);
  await grant(max, "manage", { ...scope, secret: "STRIPE_KEY" });
});

const edit = async (by: SignedInCtx, change: object) => {
  const { revision } = await database.db.secret.findUniqueOrThrow({ where: { id: secretId } });
  clock.advanceSeconds(60);
  await editSecret(by, { ...scope, ...text, name: "STRIPE_KEY", secretId, revision, ...change });
  return ctx.now();
};

test("roles, grants and groups are listed with when somebody changed or read the secret last through them", async () => {
  const created = ctx.now();
  expect((await of(viewer)).grants).toMatchObject({ count: 3, next: null });
  const set = await edit(await withGrants(ctx, lee), { value: "w" });
  const edited = await edit(await withGrants(ctx, kim), { description: "Edited" });
  await ctx.pool.query("INSERT INTO personal_reads VALUES ($1, $2, 'laptop', 2, $3)", [
    secretId,
    max.email,
    ctx.now(),
  ]);
  const { grants, wide } = await of(viewer);
  const lastOf = Object.fromEntries(grants.items.map(({ holder, lastUsedAt }) => [holder.id, lastUsedAt]));
  const shop = grants.items.find(({ holder }) => holder.kind === "group");
  expect(lastOf).toEqual({
    ...{ [kim.id]: edited.toISOString(), [max.id]: ctx.now().toISOString() },
    [shop?.holder.id ?? ""]: set.toISOString(),
  });
  expect(wide?.roles).toEqual([
    { role: "owner", people: 1, lastUsedAt: created },
    { role: "auditor", people: 1, lastUsedAt: null },
  ]);
});

test("whoever manages it sees who was granted it, and nothing of roles, keys and endpoints", async () => {
  const manager = await withGrants(ctx, max);
  expect(await of(manager)).toMatchObject({
    grants: { count: 3 },
    wide: null,
    may: { grant: true, access: true },
  });
  await expect(of(manager, "OTHER")).rejects.toMatchObject({ code: "notFound" });
});

test("whoever may only see or edit it does not see who else does", async () => {
  await expect(of(await withGrants(ctx, kim))).rejects.toMatchObject({ code: "forbidden" });
});

test("an address that was typed by hand begins with the first page", async () => {
  for (const asked of [{ grants: "x" }, { keys: "-1" }, { keys: ["1", "2"] }, { keys: "99999999999" }])
    expect((await of(viewer, "STRIPE_KEY", asked)).grants.items).toHaveLength(3);
});
