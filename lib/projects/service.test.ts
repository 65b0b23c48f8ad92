import { beforeAll, expect, test } from "vitest";
import { testContext } from "@/test/context";
import { createProject, ensureBuiltIns, listProjects } from "./service";

const { ctx, as, asRole } = await testContext();

beforeAll(async () => {
  await ensureBuiltIns(ctx);
  for (const slug of ["zoo", "alpha", "mine"]) await createProject(as(await asRole("owner")), { slug });
});

test("pages list every project once, the built-in ones first", async () => {
  const slugs: string[] = [];
  let after: string | undefined;
  do {
    const page = await listProjects(ctx, { after, limit: 1 });
    slugs.push(...page.items.map(({ slug }) => slug));
    after = page.next ?? undefined;
  } while (after !== undefined);
  expect(slugs).toEqual(["default", "platform", "alpha", "mine", "zoo"]);
});

test("a cursor that is none of ours is refused", async () => {
  await expect(listProjects(ctx, { after: "other zoo", limit: 1 })).rejects.toMatchObject({
    code: "validation",
  });
});
