import { beforeAll, describe, expect, test } from "vitest";
import { createProject, ensureBuiltIns } from "@/lib/projects/service";
import { testContext } from "@/test/context";
import { createSecret, deleteSecret, editSecret, findSecret } from "../service";
import { restoreVersion } from "../versions/service";
import { toldChanges } from "./loaders";
import { exportChanges, readChanges } from "./service";

const { ctx, as, asRole } = await testContext();
const owner = as(await asRole("owner"));
const auditor = as(await asRole("auditor"));
const scope = { project: "default", environment: "production" };

beforeAll(async () => {
  await ensureBuiltIns(ctx);
  await createProject(ctx, { slug: "other" });
});

async function stored(name: string) {
  const { id } = await createSecret(owner, {
    ...scope,
    name,
    value: "first",
    description: "",
    category: "custom",
    audience: "all",
  });
  return findSecret(owner, { ...scope, secret: { id } });
}

test("tells who changed what, newest first, and an auditor may read it", async () => {
  const { id, revision } = await stored("LOGGED");
  const fields = { category: "custom", audience: "all" } as const;
  const edit = {
    ...scope,
    secretId: id,
    revision,
    name: "LOGGED",
    description: "Said",
    value: "second",
    ...fields,
  };
  await editSecret(owner, edit);
  const { revision: now } = await findSecret(owner, { ...scope, secret: { id } });
  await restoreVersion(owner, { ...scope, secretId: id, revision: now, number: 1 });
  const { page, secret } = await readChanges(auditor, scope, "logged", {});
  expect(page.items.map(({ action, detail }) => [action, detail])).toEqual([
    ["secret.restored", { version: 3, restoredFrom: 1 }],
    ["secret.rotated", { version: 2 }],
    ["secret.described", { from: "", to: "Said" }],
    ["secret.created", { version: 1, category: "custom", audience: "all" }],
  ]);
  expect(page.items.every((item) => item.by === (owner.actor.kind === "user" && owner.actor.email))).toBe(
    true,
  );
  expect(secret?.version).toBe(3);
});

test("says what kind of value each version has and which members changed, and no part of a value", async () => {
  const json = (password: string) =>
    JSON.stringify({ user: "somebody", password, tenant_of_ours: "acme-corporation" });
  const { id, revision, ...text } = await stored("SHAPED");
  const edit = {
    ...scope,
    secretId: id,
    name: "SHAPED",
    description: "",
    category: "custom",
    audience: "all",
  } as const;
  expect(text.version).toBe(1);
  await editSecret(owner, { ...edit, revision, value: json("hunter2hunter2") });
  await editSecret(owner, { ...edit, revision: revision + 1, value: json("another password") });
  const log = await readChanges(auditor, scope, "SHAPED", {});
  expect(log.values).toEqual({
    1: "Text, short (up to 16 bytes).",
    2: "JSON, up to 1,024 bytes.",
    3: "JSON, up to 1,024 bytes. Changed: password.",
  });
  expect(toldChanges(log)[0]?.details).toContain(log.values[3]);
  const { rows } = await ctx.pool.query("SELECT shape::text FROM secret_versions WHERE secret_id = $1", [id]);
  expect(JSON.stringify([log, rows])).not.toMatch(/hunter2|another password|acme|tenant_of_ours/);
  // What is over the limit of comparisons is not told apart either.
  await ctx.pool.query("UPDATE secret_comparisons SET count = 1000 WHERE secret_id = $1", [id]);
  await editSecret(owner, { ...edit, revision: revision + 2, value: json("a third password") });
  expect((await readChanges(auditor, scope, "SHAPED", {})).values[4]).toBe("JSON, up to 1,024 bytes.");
});

test("narrows to one kind", async () => {
  const { page } = await readChanges(auditor, scope, "LOGGED", { kind: "text" });
  expect(page.items.map((item) => item.action)).toEqual(["secret.described"]);
});

test("of a deleted secret stays readable under its name, until a new secret takes the name", async () => {
  const { id } = await stored("DELETED");
  await deleteSecret(owner, { ...scope, secretId: id, confirmation: "DELETED" });
  const deleted = await readChanges(auditor, scope, "DELETED", {});
  expect(deleted.secret).toBeNull();
  expect(deleted.page.items.map((item) => item.action)).toEqual(["secret.deleted", "secret.created"]);
  const again = await stored("DELETED");
  const live = await readChanges(auditor, scope, "DELETED", {});
  expect(live.secret?.id).toBe(again.id);
  expect(live.page.items).toHaveLength(1);
});

test("of a name that never was, or of another project, does not exist", async () => {
  await stored("ELSEWHERE");
  await expect(readChanges(owner, scope, "NEVER", {})).rejects.toMatchObject({ code: "notFound" });
  const other = { project: "other", environment: "production" };
  await expect(readChanges(owner, other, "ELSEWHERE", {})).rejects.toMatchObject({ code: "notFound" });
});

describe("as a file", () => {
  const all = async (kind?: "value" | "text") => {
    const { entries } = await exportChanges(auditor, scope, "LONG", kind);
    const read: string[] = [];
    for await (const { action } of entries) read.push(action);
    return read;
  };

  test("holds every line once, however long the log is", async () => {
    const { id } = await stored("LONG");
    const secret = await findSecret(owner, { ...scope, secret: { id } });
    const target = { secretId: secret.id, name: "LONG" };
    const read = { action: "secret.revealed", target } as const;
    await ctx.audit.record(
      ctx,
      Array.from({ length: 1_234 }, () => read),
    );
    expect(await all()).toHaveLength(1_235);
    expect(await all("value")).toEqual(["secret.created"]);
    expect(await all("text")).toEqual([]);
  });

  test("is for whoever may read the log, and for nobody else", async () => {
    const member = as(await asRole("member"));
    await expect(exportChanges(member, scope, "LONG", undefined)).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(exportChanges(owner, scope, "NEVER", undefined)).rejects.toMatchObject({ code: "notFound" });
  });
});

test("is not for a Member", async () => {
  const member = as(await asRole("member"));
  await expect(readChanges(member, scope, "LOGGED", {})).rejects.toMatchObject({ code: "forbidden" });
});
