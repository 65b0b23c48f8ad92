import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium, type FullConfig, type LaunchOptions } from "@playwright/test";
import { ROLES, type Role } from "@/lib/authorization/actor";
import { bundleAdmin } from "./admin";
import { startInstance } from "./instance";
import { becomeOwner, makePerson, type Person, signInHere } from "./people";
import { sessionFile, share } from "./shared";

/** Starts one instance for all tests, makes one person of each role, and signs each in once. */
export default async function setUp(config: FullConfig): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), "strongroom-stories-"));
  const [instance] = await Promise.all([startInstance(), bundleAdmin()]);
  const tearDown = async () => {
    await instance.remove();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const browser = await chromium.launch(launchOptionsOf(config));
    const owner = await firstOwner(browser, instance.setupLink(), sessionFile("owner", folder));
    const others = ROLES.filter((role) => role !== "owner");
    const made = await Promise.all(others.map((role) => makePerson(instance.env, role)));
    await Promise.all(
      made.map((person) => signIn(browser, instance.origin, person, sessionFile(person.role, folder))),
    );
    await browser.close();
    share(folder, { origin: instance.origin, env: instance.env, people: byRole([owner, ...made]) });
    return tearDown;
  } catch (error) {
    await tearDown();
    throw error;
  }
}

async function firstOwner(browser: Browser, link: string, file: string): Promise<Person> {
  const context = await browser.newContext();
  const owner = await becomeOwner(await context.newPage(), link);
  await context.storageState({ path: file });
  await context.close();
  return owner;
}

async function signIn(browser: Browser, origin: string, person: Person, file: string): Promise<void> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${origin}/sign-in`);
  await signInHere(page, person);
  await page.waitForURL((url) => url.pathname !== "/sign-in");
  await context.storageState({ path: file });
  await context.close();
}

function byRole(people: readonly Person[]): Record<Role, Person> {
  const of = (role: Role): Person => {
    const found = people.find((person) => person.role === role);
    if (!found) throw new Error(`nobody is ${role}`);
    return found;
  };
  return { owner: of("owner"), super_admin: of("super_admin"), auditor: of("auditor"), member: of("member") };
}

function launchOptionsOf(config: FullConfig): LaunchOptions {
  return config.projects[0]?.use.launchOptions ?? {};
}
