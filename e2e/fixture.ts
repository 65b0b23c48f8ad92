import { randomBytes } from "node:crypto";
import {
  type BrowserContext,
  type BrowserContextOptions,
  test as base,
  expect,
  type Page,
} from "@playwright/test";
import type { Role } from "@/lib/authorization/actor";
import { settleFocus, watchFocus } from "./focus";
import { runAdmin } from "./setup/admin";
import { type Instance, startInstance } from "./setup/instance";
import { makePerson, type Person } from "./setup/people";
import { readShared, type Shared, sessionFile } from "./setup/shared";
import { type Faults, newFaults } from "./watch";

type AsOptions = Omit<BrowserContextOptions, "storageState">;

interface Fixtures {
  /** Fails the test at its end when a page had an error that the test did not expect. */
  readonly faults: Faults;
  /** A page in a browser of its own, where the one person of the role (or nobody) is signed in. */
  readonly as: (who: Role | "nobody", options?: AsOptions) => Promise<Page>;
  /** Makes somebody else, with a session and a last place of their own. */
  readonly newPerson: (role: Role) => Promise<Person>;
  /** An instance of its own, removed after the test. Takes about two seconds. */
  readonly ownInstance: (settings?: Readonly<Record<string, string>>) => Promise<Instance>;
  /** A secret's name that no other test uses. */
  readonly uniqueName: (prefix?: string) => string;
  /** A project of the test's own without secrets, by its short name. */
  readonly newProject: () => Promise<string>;
  /** The instance that all tests share. */
  readonly shared: Shared;
}

export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures' names from the pattern
  shared: async ({}, use) => use(readShared()),
  baseURL: async ({ shared }, use) => use(shared.origin),
  faults: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures' names from the pattern
    async ({}, use) => {
      const faults = newFaults();
      await use(faults);
      expect(faults.unexpected(), "errors in the browser").toEqual([]);
    },
    { auto: true },
  ],
  context: async ({ context, faults }, use) => {
    faults.watch(context);
    await watchFocus(context);
    await use(context);
    await settleFocus(context);
  },
  // Asks for `ownInstance` only so that pages are closed before the instance they show.
  as: async ({ browser, faults, contextOptions, baseURL, ownInstance: _ }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (who, options = {}) => {
      const session = who === "nobody" ? {} : { storageState: sessionFile(who) };
      const origin = baseURL === undefined ? {} : { baseURL };
      const context = await browser.newContext({ ...contextOptions, ...origin, ...session, ...options });
      faults.watch(context);
      await watchFocus(context);
      contexts.push(context);
      return context.newPage();
    });
    for (const context of contexts) {
      await settleFocus(context);
      await context.close();
    }
  },
  newPerson: async ({ shared }, use) => use((role) => makePerson(shared.env, role)),
  ownInstance: async ({ shared }, use) => {
    const started: Instance[] = [];
    await use(async (settings) => {
      const instance = await startInstance(settings, shared.env);
      started.push(instance);
      return instance;
    });
    for (const instance of started) await instance.remove();
  },
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures' names from the pattern
  uniqueName: async ({}, use) =>
    use((prefix = "KEY") => `${prefix}_${randomBytes(5).toString("hex").toUpperCase()}`),
  newProject: async ({ shared }, use) =>
    use(async () => {
      const slug = `p-${randomBytes(5).toString("hex")}`;
      await runAdmin(shared.env, ["project", "create", slug]);
      return slug;
    }),
});

export { expect } from "@playwright/test";
