import { expect, test } from "vitest";
import { listRotatedSecrets } from "../listing/service";
import { testRotation } from "../rotation.fixture";
import { startSeveral } from "./several";

const t = await testRotation();
const { owner, scope, asRole, as } = t;
const chosen = (...ids: string[]) => ids.map((secretId) => ({ environment: scope.environment, secretId }));

test("several secrets are rotated at once; one that cannot be holds up no others, and says why", async () => {
  const [first, second, busy] = [
    await t.rotated("FIRST"),
    await t.rotated("SECOND"),
    await t.rotated("BUSY"),
  ];
  const plain = await t.stored("PLAIN");
  const byHand = await t.rotated("BY_HAND", { rotator: { kind: "manual" } });
  await t.start("BUSY");
  const offered = await listRotatedSecrets(owner, scope, 100);
  expect(offered.map(({ name, isUnderWay }) => [name, isUnderWay])).toEqual([
    ["BUSY", true],
    ["FIRST", false],
    ["SECOND", false],
  ]);
  const nobody = "00000000-0000-7000-8000-000000000000";
  const started = await startSeveral(
    owner,
    scope.project,
    chosen(first.id, busy.id, plain.id, nobody, second.id),
    "emergency",
  );
  expect(started.begun).toBe(2);
  expect(started.refused.map(({ secretId, why }) => [secretId, why.split(".")[0]])).toEqual([
    [busy.id, "A rotation of this secret is under way already"],
    [plain.id, expect.any(String)],
    [nobody, expect.any(String)],
  ]);
  await t.run();
  expect(await t.now("FIRST")).toMatchObject({ state: "done", trigger: "emergency", toVersion: 2 });
  expect(await t.now("SECOND")).toMatchObject({ state: "done", toVersion: 2 });
  await expect(startSeveral(owner, scope.project, chosen(byHand.id), "person")).rejects.toMatchObject({
    code: "validation",
  });
});

test("an Auditor and a Member rotate nothing, also not several at once", async () => {
  const { id } = await t.rotated("KEPT");
  for (const role of ["auditor", "member"] as const) {
    const attempt = startSeveral(as(await asRole(role)), scope.project, chosen(id), "person");
    await expect(attempt).rejects.toMatchObject({ code: "forbidden" });
  }
  expect(await t.database.db.rotation.count({ where: { secretId: id } })).toBe(0);
});
