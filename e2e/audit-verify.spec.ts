import { createReadStream, writeFileSync } from "node:fs";
import { evidenceLines, fileOf, leafOf, testEvent } from "@/sdk/src/audit-proof/evidence.fixture";
import { verifyEvidence } from "@/sdk/src/audit-proof/verify";
import { changed, checkpoint, LEAVES, log, SEQS } from "@/sdk/src/audit-proof/verify.fixture";
import { inspect } from "./accessibility/inspect";
import { expect, test } from "./fixture";
import { openVerifier, VERIFIER } from "./verifier";

const SINCE = evidenceLines({ leaves: LEAVES, seqs: SEQS, since: 9 });

/** A file as somebody has it on the disk. */
function onDisk(name: string, text: string): string {
  const path = test.info().outputPath(name);
  writeFileSync(path, text);
  return path;
}

test("an auditor checks evidence on a page from the disk: intact, tampered with, and against an older checkpoint", async ({
  page,
}) => {
  const asked = await openVerifier(page);
  await inspect(page);
  const result = page.getByRole("heading", { level: 2 }).first();
  const good = onDisk("good.jsonl", fileOf(SINCE));
  await page.getByLabel("Evidence or export").setInputFiles(good);
  await expect(result).toHaveText("Intact, by an unknown key");
  await expect(page.getByText(`${log.origin}, 23 events`)).toBeVisible();

  await page.getByLabel("Verifier key").fill(log.verifierKey);
  await page.getByLabel("Verifier key").press("Enter");
  await expect(result).toHaveText("Intact");
  await expect(page.getByRole("row")).toHaveCount(SEQS.length + 1);
  await expect(page.getByRole("row").nth(1)).toContainText("anna@example.com");
  await inspect(page);

  await page.getByLabel("Older checkpoint").setInputFiles(onDisk("monday.txt", checkpoint(9)));
  await expect(page.getByText("of 9 events, continued")).toBeVisible();
  await page.getByLabel("Older checkpoint").setInputFiles(onDisk("friday.txt", checkpoint(22)));
  await expect(result).toHaveText("Not intact");
  await expect(page.getByText("Make the evidence again with that checkpoint")).toBeVisible();

  await page.getByLabel("Older checkpoint").setInputFiles([]);
  const bad = changed(3, () => ({ seq: 15 }), SINCE);
  await page.getByLabel("Evidence or export").setInputFiles(onDisk("bad.jsonl", fileOf(bad)));
  await expect(result).toHaveText("Not intact: line 4");
  await expect(page.getByText("eventMisplaced")).toBeVisible();
  await expect(page.getByRole("row")).toHaveCount(3);
  await inspect(page);
  expect(asked.filter((url) => url !== VERIFIER)).toEqual([]);
});

test("without JavaScript the browser fetches the evidence", async ({ as }) => {
  const page = await as("auditor", { javaScriptEnabled: false });
  await page.goto("/audit?kind=signIn");
  await page.getByRole("button", { name: "Evidence" }).click();
  const submit = page.getByRole("button", { name: "Download evidence" });
  const [file] = await Promise.all([page.waitForEvent("download"), submit.click()]);
  const result = await verifyEvidence(createReadStream(await file.path()));
  expect(result).toMatchObject({ isIntact: true, filters: { kind: "signIn" } });
  expect(file.suggestedFilename()).toBe("audit-evidence.jsonl");
});

test("what a file says stays text, and of many events the first thousand are shown", async ({ page }) => {
  await openVerifier(page);
  const markup = '<img src=x onerror="document.title=1"><script>document.title=2</script>';
  const leaves = Array.from({ length: 1_030 }, (_, at) =>
    leafOf(testEvent(at + 1, at > 0 ? {} : { actorLabel: markup })),
  );
  const seqs = leaves.map((_, at) => at + 1).slice(0, 1_010);
  const chooser = page.getByLabel("Evidence or export");
  await chooser.setInputFiles(onDisk("many.jsonl", fileOf(evidenceLines({ leaves, seqs }))));
  await expect(page.getByText("The first 1000 of 1010 events")).toBeVisible();
  await expect(page.getByRole("row").nth(1)).toContainText(markup);
  await expect(page).toHaveTitle("Verify audit evidence · Strongroom");
  await chooser.setInputFiles(onDisk("other.txt", `${markup}\n`));
  await expect(page.getByText("unknownFormat")).toBeVisible();
});
