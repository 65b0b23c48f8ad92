import { expect, test } from "vitest";
import { ensureBuiltIns } from "@/lib/projects/service";
import { storeSecret } from "@/lib/secrets/upsert/service";
import { testContext } from "@/test/context";
import { failure } from "@/test/failure";
import { rotateKeyOf } from "./project-key";

const { ctx, database } = await testContext();

test("rotating says what was done, and which values keep the key from before since they do not open", async () => {
  await ensureBuiltIns(ctx);
  const production = { project: "default", environment: "production" };
  for (const name of ["A", "B"]) await storeSecret(ctx, production, { name, value: `value of ${name}` });
  await database.pool.query(
    "UPDATE secret_versions SET value = 'x' WHERE secret_id = (SELECT id FROM secrets WHERE name = 'A')",
  );
  const { data, lines } = await rotateKeyOf(ctx, "default", () => {});
  expect(data).toMatchObject({ project: "default", left: 1 });
  expect(lines.join("\n")).toMatch(/^The project default has a new key\.\n1 value could not be sealed anew/);
  expect(await failure(rotateKeyOf(ctx, "default", () => {}))).toMatchObject({ code: "conflict" });
  expect(await failure(rotateKeyOf(ctx, "nowhere", () => {}))).toMatchObject({ code: "notFound" });
});
