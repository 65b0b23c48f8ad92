import { expect, test } from "vitest";
import { newMapping } from "@/lib/shared-mappings/schema";
import { createMapping } from "@/lib/shared-mappings/service";
import { createSecret } from "../../service";
import { severalSecrets } from "../../several/several.fixture";
import { COMPARISONS_MAX } from "../model";
import { compareWithText } from "./service";

const { as, asRole, database, draft, owner, storeIn, actionsOn } = await severalSecrets();
const paste = (text: string, by = owner, environment = "staging") =>
  compareWithText(by, { project: "default", environment, text });
const outcomesOf = async (text: string) =>
  (await paste(text)).lines.map(({ name, outcome }) => [name, outcome]);

test("tells line by line what is the same, and what is on one side only, and stores nothing", async () => {
  const same = await storeIn("staging", "PASTE_SAME", "the same value");
  await storeIn("staging", "paste-other", "a value that is stored");
  await storeIn("staging", "PASTE_SHORT", "short");
  await storeIn("staging", "PASTE_BESIDE", "not in the file");
  await createSecret(owner, {
    ...draft("PASTED_SHARED", "a shared value"),
    project: "platform",
    environment: "staging",
  });
  const mapping = { sharedEnvironment: "staging", sharedName: "PASTED_SHARED", name: "PASTE_MAPPED" };
  await createMapping(owner, newMapping.parse({ project: "default", environment: "staging", ...mapping }));
  const count = async () => (await database.pool.query("SELECT count(*) FROM secret_versions")).rows[0].count;
  const before = await count();
  const text = [
    "PASTE_SAME=the same value",
    "PASTE_OTHER=a value that is pasted",
    "PASTE_SHORT=short",
    "PASTE_NEW=only in the file",
    "PASTE_MAPPED=a shared value",
    "not a line",
  ].join("\n");
  const report = await paste(text);
  expect(report.lines.map(({ name, outcome }) => [name, outcome])).toEqual([
    ["PASTE_SAME", "same"],
    ["PASTE_OTHER", "different"],
    ["PASTE_SHORT", "notCompared"],
    ["PASTE_NEW", "onlyPasted"],
    ["PASTE_MAPPED", "notCompared"],
    [null, "error"],
  ]);
  expect(report.missing).toEqual(["PASTE_BESIDE"]);
  expect(await count()).toBe(before);
  expect(JSON.stringify(report)).not.toMatch(/same value|is pasted|only in the file/);
  expect(await actionsOn(same)).toEqual(["secret.created", "secret.compared"]);
});

test("each guess is on record and counts against the limit of its secret", async () => {
  const id = await storeIn("staging", "PASTE_GUESSED", "correct horse");
  for (let n = 0; n < COMPARISONS_MAX; n += 1) {
    expect(await outcomesOf(`PASTE_GUESSED=guess number ${n}`)).toEqual([["PASTE_GUESSED", "different"]]);
  }
  expect(await outcomesOf("PASTE_GUESSED=correct horse")).toEqual([["PASTE_GUESSED", "notCompared"]]);
  const compared = (await actionsOn(id)).filter((action) => action === "secret.compared");
  expect(compared).toHaveLength(COMPARISONS_MAX);
});

test("is for whoever may store there", async () => {
  for (const role of ["auditor", "member"] as const)
    await expect(paste("PASTE_SAME=x", as(await asRole(role)))).rejects.toMatchObject({ code: "forbidden" });
  await expect(paste("A=b", owner, "nowhere")).rejects.toMatchObject({ code: "notFound" });
});
