import { text } from "node:stream/consumers";
import { expect, test } from "./fixture";
import { open } from "./hydration";
import { choose, LIST, rowOf, storeIn } from "./steps";

test("an Auditor sees the list and change logs, and nothing that changes them", async ({
  as,
  uniqueName,
}) => {
  const name = uniqueName();
  await storeIn(await as("owner"), LIST, { name, value: "v", description: "looked at only" });
  const page = await as("auditor");
  await open(page, LIST);
  await expect(rowOf(page, name)).toContainText("looked at only");
  await expect(page.getByRole("button", { name: "Store New Secret" })).toHaveCount(0);
  await page.keyboard.press("n");
  await expect(page.getByRole("dialog")).toHaveCount(0);

  await page.getByRole("button", { name: `Actions for ${name}` }).click();
  await expect(page.getByRole("menuitem")).toHaveText(["Rotation", "Change logs", "Copy name"]);
  await page.keyboard.press("Escape");
  await choose(page, name, "Change logs");
  const drawer = page.getByRole("dialog", { name: `Change log of ${name}` });
  await expect(drawer).toContainText("Created");
  const secret = new URL(page.url()).searchParams.get("secret");
  expect(secret).not.toBeNull();

  for (const dialog of ["edit", "store", "delete", "nonsense"]) {
    await open(page, `${LIST}?dialog=${dialog}&secret=${secret}`);
    await expect(rowOf(page, name)).toBeVisible();
    await expect(page.getByRole("dialog")).toHaveCount(0);
  }
  await open(page, `${LIST}/${name}/changes`);
  await expect(page.getByRole("heading", { name: `Change log of ${name}` })).toBeVisible();
  await expect(page.getByRole("button", { name: /Restore/ })).toHaveCount(0);
  await open(page, `${LIST}/${name}?dialog=value`);
  await expect(page.getByText("looked at only").first()).toBeVisible();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(page.getByRole("button", { name: /Replace|Edit|Delete|Restore/ })).toHaveCount(0);
});

test("an Auditor takes a change log along as a file", async ({ as, uniqueName }) => {
  const name = uniqueName();
  await storeIn(await as("owner"), LIST, { name, value: "a value to look for", description: "=1+1" });
  const page = await as("auditor");
  await open(page, `${LIST}/${name}/changes`);
  const files: string[] = [];
  for (const format of ["CSV", "JSON Lines"]) {
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: `Download as ${format}` }).click(),
    ]);
    files.push(file.suggestedFilename(), await text(await file.createReadStream()));
  }
  const [csvName, csv, jsonlName, jsonl] = files;
  expect([csvName, jsonlName]).toEqual([`${name}-changes.csv`, `${name}-changes.jsonl`]);
  expect(csv).toMatch(/^seq,at,action,by,ip,detail,summary\r\n\d+,.*,secret\.created,/);
  expect(JSON.parse(jsonl ?? "")).toMatchObject({
    action: "secret.created",
    detail: { description: "=1+1" },
  });
  expect(files.join()).not.toContain("a value to look for");
});

test("an Auditor is told which role makes projects", async ({ as, faults }) => {
  faults.expect(/403/);
  const page = await as("auditor");
  const response = await open(page, "/projects/new");
  expect(response?.status()).toBe(403);
  await expect(page.getByRole("main")).toContainText("This page needs the role Owner or Super Admin.");
  await expect(page.getByRole("main")).toContainText("with the role Auditor");
});

test("a Member is told that this is not for them, and which role it needs", async ({
  as,
  faults,
  shared,
}) => {
  faults.expect(/403/);
  const page = await as("member");
  const response = await open(page, LIST);
  expect(response?.status()).toBe(403);
  await expect(page.getByRole("heading", { name: "You don’t have access" })).toBeVisible();
  await expect(page.getByRole("main")).toContainText(
    "This page needs the role Owner, Super Admin, or Auditor.",
  );
  await expect(page.getByRole("main")).toContainText(shared.people.member.email);
  await page.getByRole("link", { name: "Your account" }).click();
  await expect(page.getByRole("heading", { name: "Account", level: 1 })).toBeVisible();
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Home" }).click();
  await expect(page.getByRole("main")).toContainText("Ask for access to what you work with");
});

test("a Member cannot tell a project or secret that exists from one that does not", async ({
  as,
  faults,
  uniqueName,
}) => {
  faults.expect(/40[34]/);
  const name = uniqueName();
  await storeIn(await as("owner"), LIST, { name, value: "v" });
  const page = await as("member");
  const pairs = [
    [LIST, "/projects/no-such-project/development/secrets"],
    [LIST, "/projects/default/no-such-environment/secrets"],
    ["/projects/default", "/projects/no-such-project"],
    [`${LIST}/${name}/changes`, `${LIST}/NO_SUCH_SECRET/changes`],
  ] as const;
  for (const [there, nowhere] of pairs) {
    const first = await open(page, there);
    const seen = [first?.status(), await page.getByRole("main").textContent()];
    const second = await open(page, nowhere);
    expect([second?.status(), await page.getByRole("main").textContent()], nowhere).toEqual(seen);
    expect(seen[0]).not.toBe(200);
  }
});

test("a project, environment or change log that is not there answers 404", async ({ as, faults }) => {
  faults.expect(/404/);
  const page = await as("auditor");
  for (const path of [
    "/projects/no-such-project",
    "/projects/no-such-project/development/secrets",
    "/projects/default/no-such-environment/secrets",
    `${LIST}/NO_SUCH_SECRET/changes`,
    "/nowhere",
  ]) {
    const response = await open(page, path);
    expect(response?.status(), path).toBe(404);
    await expect(page.getByRole("heading", { name: "Nothing here" })).toBeVisible();
  }
});
