import { text } from "node:stream/consumers";
import type { Locator, Page } from "@playwright/test";
import { secretsPath } from "@/lib/projects/model";
import { inspect, inspectAsItIs } from "./accessibility/inspect";
import { expect, test } from "./fixture";
import { open, untilHydrated } from "./hydration";
import { askApi } from "./machine";
import { enter, PEOPLE } from "./people-steps";
import { runAdmin } from "./setup/admin";
import type { Shared } from "./setup/shared";
import { replaceValue, storeIn } from "./steps";
import { openVerifier, VERIFIER } from "./verifier";

const CLICKS_MAX = 4;

/** Counts what an auditor clicks on, choices of a list included; typing and Enter are no clicks. */
function counting(page: Page) {
  let clicks = 0;
  const click = async (target: Locator) => {
    clicks += 1;
    await target.click();
  };
  return {
    click,
    choose: async (label: string, option: string) => {
      clicks += 1;
      await page.getByLabel(label, { exact: true }).selectOption({ label: option });
    },
    toAuditLog: async () => {
      await click(mainLink(page, "Audit log"));
      await page.waitForURL(/\/audit$/);
      await untilHydrated(page);
    },
    expectFew: () => expect(clicks).toBeLessThanOrEqual(CLICKS_MAX),
  };
}

const mainLink = (page: Page, name: string) =>
  page.getByRole("navigation", { name: "Main" }).getByRole("link", { name, exact: true });
const events = (page: Page) => page.getByRole("list", { name: "Events" }).locator("> li");
const today = () => new Date().toISOString().slice(0, 10);

async function makeKey({ env }: Shared, name: string, project: string): Promise<string> {
  const made = await runAdmin(env, ["api-key", "create", "--name", name, "--project", project]);
  return /sr_live_\S+/.exec(made)?.[0] ?? "";
}

/** Evidence of what the page shows, against a checkpoint of one event; what is typed wrong there first says why. */
async function takeEvidence(page: Page): Promise<{ readonly file: string; readonly key: string }> {
  await page.getByRole("button", { name: "Evidence" }).click();
  const dialog = page.getByRole("dialog", { name: "Evidence" });
  await inspectAsItIs(page);
  const key = (await dialog.getByText(/^strongroom\/\S+$/).textContent()) ?? "";
  await dialog.getByLabel("Older checkpoint").fill("hello");
  await dialog.getByRole("button", { name: "Download evidence" }).click();
  await expect(dialog.getByText("Give a checkpoint, or the number of events that a log had.")).toBeVisible();
  await dialog.getByLabel("Older checkpoint").fill("1");
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    dialog.getByRole("button", { name: "Download evidence" }).click(),
  ]);
  await expect(dialog).toBeHidden();
  return { file: await file.path(), key };
}

test.describe("an auditor answers with four clicks at most", () => {
  test("who changed a secret between two days, in any project, with evidence that is checked without the server", async ({
    as,
    faults,
    newProject,
    page: disk,
    shared,
    uniqueName,
  }) => {
    faults.expect(/422 .*since=hello/);
    const [name, list] = [uniqueName(), secretsPath(await newProject(), "staging")];
    const owner = await as("owner");
    await storeIn(owner, list, { name, value: "first" });
    await replaceValue(owner, name, "second");
    const page = await as("auditor");
    await open(page, secretsPath("default", "development"));
    const steps = counting(page);
    await steps.toAuditLog();
    await page.getByLabel("Secret", { exact: true }).fill(name);
    await steps.choose("Kind", "Changes");
    await page.getByLabel("From").fill(today());
    await page.getByLabel("To").fill(today());
    await page.keyboard.press("Enter");
    await expect(events(page)).toHaveCount(2);
    await expect(events(page).first()).toContainText(`Replaced the value of ${name} (version 2)`);
    await expect(events(page).first()).toContainText(shared.people.owner.email);
    await expect(events(page).first()).toContainText("staging");
    steps.expectFew();

    const { file, key } = await takeEvidence(page);
    const asked = await openVerifier(disk);
    await disk.getByLabel("Verifier key").fill(key);
    await disk.getByLabel("Evidence or export").setInputFiles(file);
    await expect(disk.getByRole("heading", { name: "Intact", exact: true })).toBeVisible();
    await expect(disk.getByText("of 1 events, continued")).toBeVisible();
    await expect(disk.getByRole("row").filter({ hasText: name })).toHaveCount(2);
    await expect(disk.getByRole("row").nth(1)).toContainText(shared.people.owner.email);
    expect(asked).toEqual([VERIFIER]);

    await page.getByLabel("From").fill("2020-01-01");
    await page.getByLabel("To").fill("2020-01-03");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { name: "No events match" })).toBeVisible();
    await page.getByRole("link", { name: "Without To" }).click();
    await expect(events(page)).toHaveCount(2);
  });

  test("everything that a person did this month", async ({ as, newPerson }) => {
    const person = await newPerson("super_admin");
    await enter(await as("nobody"), person, PEOPLE);
    const page = await as("auditor");
    await open(page, secretsPath("default", "development"));
    const steps = counting(page);
    await steps.toAuditLog();
    await page.getByLabel("Person or key").fill(person.email);
    await page.keyboard.press("Enter");
    await steps.click(
      page.getByRole("navigation", { name: "Time" }).getByRole("link", { name: "This month" }),
    );
    await expect(page).toHaveURL(/time=month/);
    await expect(events(page)).toHaveCount(1);
    await expect(events(page)).toContainText(`Signed in as ${person.email}`);
    steps.expectFew();
  });

  test("every read of a secret and by what", async ({ as, newProject, shared, uniqueName }) => {
    const [name, project, keyName] = [uniqueName(), await newProject(), uniqueName("reader")];
    const list = secretsPath(project, "production");
    await storeIn(await as("owner"), list, { name, value: "v" });
    const key = await makeKey(shared, keyName, project);
    await askApi(shared.origin, key, "GET /values?environment=production");
    const page = await as("auditor");
    await open(page, `${list}/${name}/changes`);
    const steps = counting(page);
    await steps.click(page.getByRole("link", { name: "All events of this secret" }));
    await steps.choose("Kind", "Reads and sends");
    await steps.click(page.getByRole("button", { name: "Show events" }));
    await expect(events(page)).toHaveCount(1);
    await expect(events(page)).toContainText(`Read the value of ${name}`);
    await expect(events(page)).toContainText(keyName);
    steps.expectFew();
  });

  test("what an API key can do and did", async ({ as, newProject, shared, uniqueName }) => {
    const [project, keyName] = [await newProject(), uniqueName("worker")];
    const key = await makeKey(shared, keyName, project);
    await askApi(shared.origin, key, "GET /people");
    const page = await as("auditor");
    await open(page, secretsPath(project, "production"));
    const steps = counting(page);
    await steps.click(mainLink(page, "API keys"));
    await expect(page.getByRole("row").filter({ hasText: keyName })).toContainText(
      "secrets:list, secrets:read",
    );
    await steps.click(page.getByRole("link", { name: `Audit log of ${keyName}` }));
    await expect(events(page)).toHaveCount(1);
    await expect(events(page)).toContainText("Was refused: list people");
    await expect(
      page.getByRole("link", { name: `Remove the filter Person or key: ${keyName}` }),
    ).toBeVisible();
    steps.expectFew();
  });

  test("what changed in production since a day", async ({ as, newProject, uniqueName }) => {
    const [name, project] = [uniqueName(), await newProject()];
    const owner = await as("owner");
    await storeIn(owner, secretsPath(project, "staging"), { name: uniqueName(), value: "v" });
    await storeIn(owner, secretsPath(project, "production"), { name, value: "v" });
    const page = await as("auditor");
    await open(page, secretsPath(project, "production"));
    const steps = counting(page);
    await steps.click(page.getByRole("main").getByRole("link", { name: "Audit log" }));
    await page.waitForURL(/\/audit\?/);
    await untilHydrated(page);
    await steps.choose("Kind", "Changes");
    await page.getByLabel("From").fill(today());
    await steps.click(page.getByRole("button", { name: "Show events" }));
    await expect(events(page)).toHaveCount(1);
    await expect(events(page)).toContainText(`Created ${name}`);
    steps.expectFew();
  });
});

test("an event unfolds by the keyboard to all that is on record, and narrows the log", async ({
  as,
  newProject,
  uniqueName,
}) => {
  const [name, list] = [uniqueName(), secretsPath(await newProject(), "production")];
  await storeIn(await as("owner"), list, { name, value: "never to be seen", description: "Billing" });
  const page = await as("auditor");
  await open(page, `/audit?secret=${name}`);
  await events(page).first().locator("summary").focus();
  await page.keyboard.press("Enter");
  const facts = events(page).first();
  for (const fact of ["127.0.0.1", "Mozilla/", "secret.created", "description: Billing", "Request id"])
    await expect(facts).toContainText(fact);
  await expect(facts.getByText(/^[0-9a-f]{64}$/)).toBeVisible();
  await expect(facts.getByRole("link", { name: `Change log of ${name}` })).toHaveAttribute(
    "href",
    `${list}/${name}/changes`,
  );
  await facts.getByRole("link", { name: "Only this request" }).click();
  await expect(page).toHaveURL(/requestId=/);
  await expect(events(page)).toHaveCount(1);
  await page.getByRole("link", { name: `Remove the filter Secret: ${name}` }).click();
  await expect(page).not.toHaveURL(/secret=/);
  await page.getByRole("link", { name: "Clear all" }).click();
  await expect(page).toHaveURL(/\/audit$/);
  expect(await page.content()).not.toContain("never to be seen");
});

test("a bar of the chart narrows the log to its time", async ({ as }) => {
  const page = await as("auditor");
  await open(page, "/audit?time=24h");
  await page.getByText("Show as a table").click();
  const part = page.getByRole("table", { name: "Events per hour" }).getByRole("link").first();
  const [label, href] = [await part.textContent(), await part.getAttribute("href")];
  expect(label).toMatch(/^\d+ \w+ \d{4}, \d\d:00$/);
  const bar = page.locator(`svg a[href="${href}"]`);
  await bar.click({ force: true });
  await expect(page).toHaveURL(/from=.*00%3A00\.000Z&to=/);
  await expect(events(page).first()).toBeVisible();
});

test("dragging across bars of the chart, or arrow keys with Shift, narrow the log to their time", async ({
  as,
}) => {
  const page = await as("auditor");
  const chart = page.getByRole("group", { name: "Choose a time" });
  const openDay = async () => {
    await open(page, "/audit?kind=system&time=24h");
    return chart
      .locator("svg a")
      .evaluateAll((links) =>
        links.map((link) =>
          Object.fromEntries(new URL(link.getAttribute("href") ?? "", location.href).searchParams),
        ),
      );
  };
  const shown = () => Object.fromEntries(new URL(page.url()).searchParams);
  const hours = await openDay();
  const box = await chart.boundingBox();
  if (!box) throw new Error("the chart is not shown");
  const drag = async (...bars: readonly number[]) => {
    for (const [step, bar] of bars.entries()) {
      await page.mouse.move(box.x + ((bar + 0.5) * box.width) / hours.length, box.y + box.height / 2);
      if (step === 0) await page.mouse.down();
    }
  };
  await drag(5, 4, 2);
  await expect(chart.getByRole("status")).toHaveText(/^\d+ \w+ \d{4}, \d\d:00 to \d+ \w+ \d{4}, \d\d:00$/);
  await page.keyboard.press("Escape");
  await page.mouse.up();
  await expect(chart.getByRole("status")).toBeEmpty();
  expect(shown()).toEqual({ kind: "system", time: "24h" });
  await drag(5, 4, 2);
  await page.mouse.up();
  await expect.poll(shown).toEqual({ kind: "system", from: hours[2]?.from, to: hours[5]?.to });

  const later = await openDay();
  await chart.focus();
  for (const key of ["ArrowLeft", "Shift+ArrowLeft", "Shift+ArrowLeft"]) await page.keyboard.press(key);
  await inspect(page);
  await page.keyboard.press("Enter");
  await expect.poll(shown).toEqual({ kind: "system", from: later.at(-3)?.from, to: later.at(-1)?.to });
});

test("what is typed wrong says why, stays, and stops nothing else", async ({ as, uniqueName }) => {
  const name = uniqueName();
  await storeIn(await as("owner"), secretsPath("default", "development"), { name, value: "v" });
  const page = await as("auditor");
  await open(page, `/audit?secret=${name}&from=2026-02-30&ip=${"1".repeat(65)}&before=1-abc`);
  await expect(page.getByLabel("From")).toHaveValue("2026-02-30");
  await expect(page.getByLabel("From")).toHaveAccessibleDescription("There is no such day.");
  await expect(page.getByLabel("Address")).toHaveAccessibleDescription("Too long: at most 64 characters.");
  await expect(page.getByRole("alert").first()).toContainText("Not used as a filter: From and Address.");
  await expect(page.getByText("That page of older events belongs to other filters.")).toBeVisible();
  await expect(events(page)).toHaveCount(1);
  const file = await page.request.get("/audit/export?format=csv&from=2026-02-30");
  expect(file.status()).toBe(422);
});

test("older events come page by page, and the view is a file", async ({ as, newProject }) => {
  const page = await as("auditor");
  await newProject();
  await open(page, "/audit?q=root");
  const first = await events(page).first().textContent();
  if (await page.getByRole("link", { name: "Older" }).isVisible()) {
    await page.getByRole("link", { name: "Older" }).click();
    await expect(page).toHaveURL(/before=/);
    await expect(events(page).first()).not.toHaveText(first ?? "");
    await page.getByRole("link", { name: "Newest" }).click();
    await expect(page).not.toHaveURL(/before=/);
  }
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Download as CSV" }).click(),
  ]);
  expect(file.suggestedFilename()).toBe("audit.csv");
  expect(await text(await file.createReadStream())).toMatch(/^seq,at,.*,hash,summary\r\n\d+,/);
});

test("Live shows new events, and waits while one is read", async ({ as, newProject, uniqueName }) => {
  const [project, names] = [await newProject(), [uniqueName(), uniqueName()]];
  const list = secretsPath(project, "production");
  const page = await as("auditor");
  await open(page, `/audit?project=${project}`);
  await page.getByRole("link", { name: "Live" }).click();
  await expect(page).toHaveURL(/live=on/);
  const before = await events(page).count();
  const owner = await as("owner");
  await storeIn(owner, list, { name: names[0] ?? "", value: "v" });
  await expect(events(page)).toHaveCount(before + 1);
  await events(page).first().locator("summary").click();
  await storeIn(owner, list, { name: names[1] ?? "", value: "v" });
  await page.getByRole("button", { name: "1 new event" }).click();
  await expect(events(page)).toHaveCount(before + 2);
});

test("without JavaScript one filters, unfolds and pages", async ({ as, uniqueName }) => {
  const name = uniqueName();
  await storeIn(await as("owner"), secretsPath("default", "development"), { name, value: "v" });
  const page = await as("auditor", { javaScriptEnabled: false });
  await page.goto("/audit");
  await page.getByLabel("Secret", { exact: true }).fill(name);
  await page.getByRole("button", { name: "Show events" }).click();
  await expect(page).toHaveURL(new RegExp(`/audit\\?secret=${name}$`));
  await expect(events(page)).toHaveCount(1);
  await events(page).first().locator("summary").click();
  await expect(events(page).first()).toContainText("Recorded detail");
  await page.getByRole("link", { name: `Remove the filter Secret: ${name}` }).click();
  await expect(page).toHaveURL(/\/audit$/);
});

test("one comes to it from a person, and by the palette", async ({ as, newPerson }) => {
  const person = await newPerson("auditor");
  const page = await as("owner");
  await open(page, PEOPLE);
  await page.getByRole("button", { name: `Actions for ${person.email}`, exact: true }).click();
  await page.getByRole("menuitem", { name: "Audit log" }).click();
  await expect(page).toHaveURL(new RegExp(`/audit\\?actor=${encodeURIComponent(person.email)}$`));
  await page.keyboard.press("Control+k");
  await page.getByRole("dialog").getByRole("combobox").fill("audit log");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/audit$/);
  await untilHydrated(page);
  await page.keyboard.press("/");
  await expect(page.getByRole("searchbox", { name: "Search" })).toBeFocused();
});

test("a Member finds no way to it", async ({ as, faults }) => {
  faults.expect(/403/);
  const page = await as("member");
  const answer = await open(page, "/audit");
  expect(answer?.status()).toBe(403);
  await expect(page.getByRole("main")).toContainText(
    "This page needs the role Owner, Super Admin, or Auditor.",
  );
  await expect(mainLink(page, "Audit log")).toHaveCount(0);
});

test("a time chosen with one click keeps what was typed into the filters and not sent yet", async ({
  as,
}) => {
  const page = await as("auditor");
  await open(page, "/audit?kind=read");
  await page.getByLabel("Search", { exact: true }).fill("NOTHING_LIKE_IT");
  await page.getByLabel("From").fill("2026-01-01");
  await page.getByRole("navigation", { name: "Time" }).getByRole("link", { name: "7 days" }).click();
  await expect(page).toHaveURL(/\/audit\?q=NOTHING_LIKE_IT&kind=read&time=7d$/);
  await expect(page.getByLabel("Search", { exact: true })).toHaveValue("NOTHING_LIKE_IT");
  await expect(page.getByLabel("From")).toHaveValue("");
  await page.getByRole("navigation", { name: "Time" }).getByRole("link", { name: "All time" }).click();
  await expect(page).toHaveURL(/\/audit\?q=NOTHING_LIKE_IT&kind=read$/);
});
