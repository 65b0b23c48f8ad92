import { vi } from "vitest";
import { newImport } from "@/lib/imports/schema";
import { startImport } from "@/lib/imports/service";
import { createManager } from "@/lib/managers/connections/service";
import { newManager } from "@/lib/managers/schema";
import { newSync } from "@/lib/managers/syncing/schema";
import { createSync } from "@/lib/managers/syncing/service";
import { ELSEWHERE, SCOPE, storedSecret } from "./fixture";
import { emailOf, type Instance } from "./instance";
import type { ActionRow } from "./matrix-actions";

type Scope = typeof SCOPE | typeof ELSEWHERE;

let count = 0;
const fresh = (prefix: string) => `${prefix}-${++count}`;

/** Waits until nobody works at imports, and takes away the syncs that would be tried again. */
async function settled({ ctx }: Instance): Promise<void> {
  await ctx.db.sync.deleteMany();
  const due = { dueAt: { not: null } };
  await until(() => ctx.db.import.count({ where: due }), 0);
}

/** Waits for a count, also outside of a test. */
function until(count: () => Promise<number>, wanted: number): Promise<void> {
  const look = async () => {
    if ((await count()) !== wanted) throw new Error(`There are not ${wanted} yet.`);
  };
  return vi.waitFor(look, { timeout: 30_000, interval: 50 });
}

/** A manager that is never called: what it is signed in to with is no access key. */
async function manager(instance: Instance, scope: Scope): Promise<string> {
  const { name: credential } = await storedSecret(instance, scope);
  const name = fresh("external");
  await createManager(
    instance.ctx,
    scope,
    newManager.parse({ name, kind: "aws", region: "eu-central-1", credential }),
  );
  return name;
}

async function plan(instance: Instance, scope: Scope = SCOPE) {
  await settled(instance);
  return { ...SCOPE, manager: await manager(instance, scope), path: "app", names: "{path}" };
}

/** One that failed, and can be gone on with by the Owner. */
async function imported(instance: Instance, scope: Scope = SCOPE) {
  const { ctx } = instance;
  const email = emailOf("owner");
  const { id, name } = await ctx.db.user.findUniqueOrThrow({ where: { email } });
  const actor = { kind: "user", id, email, name, role: "owner", grants: [] } as const;
  const by = { ...ctx, actor: { ...actor, sessionId: "", confirmedAt: new Date() } };
  const input = newImport.parse({ manager: await manager(instance, scope) });
  const made = await startImport(by, scope, input);
  await settled(instance);
  return { id: made.id };
}

async function wanted(instance: Instance, scope: Scope = SCOPE) {
  await settled(instance);
  const config = { which: "all", path: "app", field: "{name}", foreign: "leave", isPaused: "on" };
  return { ...SCOPE, name: fresh("sync"), manager: await manager(instance, scope), ...config };
}

async function sync(instance: Instance, isPaused: boolean) {
  if (!isPaused) await settled(instance);
  const name = fresh("sync");
  const input = { name, manager: await manager(instance, SCOPE), path: "app", isPaused };
  const { db } = instance.ctx;
  await createSync(instance.ctx, SCOPE, newSync.parse(input));
  // It runs at once, and fails; then nobody works at it.
  const failed = { name, attempts: { gt: 0 } };
  if (!isPaused) await until(() => db.sync.count({ where: failed }), 1);
  await db.sync.updateMany({ where: { name }, data: { dueAt: null } });
  return { ...SCOPE, name };
}

const IMPORT_PAGE = "→/projects/default/credentials/imports/";
const SYNC_PAGE = "→/projects/default/credentials/syncs/production/sync-";
const SYNCS_PAGE = "→/projects/default/credentials/syncs";

/** Imports from external managers, and syncs to them. */
export const IMPORT_MATRIX: Readonly<Record<string, readonly ActionRow[]>> = {
  planImportAction: [
    {
      tries: "planning an import",
      cells: `${IMPORT_PAGE} ${IMPORT_PAGE} forbidden forbidden in in`,
      fields: (instance) => plan(instance),
    },
    {
      tries: "planning an import from a manager of another project",
      cells: "validation validation forbidden forbidden in in",
      fields: (instance) => plan(instance, ELSEWHERE),
    },
  ],
  importStepAction: [
    {
      tries: "going on with an import that the Owner began",
      cells: "done forbidden forbidden forbidden in in",
      fields: async (instance) => ({ ...(await imported(instance)), step: "run" }),
    },
    {
      tries: "stopping an import",
      cells: "done done forbidden forbidden in in",
      fields: async (instance) => ({ ...(await imported(instance)), step: "stop" }),
    },
    {
      tries: "stopping an import that never was",
      cells: "notFound notFound forbidden forbidden in in",
      fields: async () => ({ id: "019a0000-0000-7000-8000-000000000000", step: "stop" }),
    },
  ],
  putSyncAction: [
    {
      tries: "making a sync",
      cells: `${SYNC_PAGE} ${SYNC_PAGE} forbidden forbidden in in`,
      fields: (instance) => wanted(instance),
    },
    {
      tries: "making a sync to a manager of another project",
      cells: "validation validation forbidden forbidden in in",
      fields: (instance) => wanted(instance, ELSEWHERE),
    },
    {
      tries: "changing a sync",
      cells: `${SYNC_PAGE} ${SYNC_PAGE} forbidden forbidden in in`,
      fields: async (instance) => ({
        ...(await wanted(instance)),
        ...(await sync(instance, true)),
        isThere: "on",
        path: "elsewhere",
      }),
    },
  ],
  runSyncAction: [
    {
      tries: "running a sync",
      cells: "done done forbidden forbidden in in",
      fields: (instance) => sync(instance, false),
    },
    {
      tries: "running a sync that is paused",
      cells: "conflict conflict forbidden forbidden in in",
      fields: async (instance) => ({ ...(await sync(instance, true)), overwrite: "on" }),
    },
  ],
  removeSyncAction: [
    {
      tries: "removing a sync",
      cells: `${SYNCS_PAGE} ${SYNCS_PAGE} forbidden forbidden in in`,
      fields: (instance) => sync(instance, true),
    },
    {
      tries: "removing a sync that never was",
      cells: "notFound notFound forbidden forbidden in in",
      fields: async (instance) => {
        await settled(instance);
        return { ...SCOPE, name: "never-was" };
      },
    },
  ],
};
