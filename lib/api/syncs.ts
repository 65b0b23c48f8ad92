import { z } from "zod";
import { SYNC_ENTRY_STATES, SYNC_STATES } from "@/lib/managers/syncing/model";
import { newSync, syncConfig, syncPatch, syncRun } from "@/lib/managers/syncing/schema";
import {
  changeSync,
  createSync,
  findSync,
  listSyncEntries,
  listSyncs,
  removeSync,
  runSyncNow,
} from "@/lib/managers/syncing/service";
import { created, NO_CONTENT, ok } from "./answer";
import { pageOfAll, wholeListQuery } from "./cursor";
import { type Endpoint, endpoint } from "./endpoint";
import { scopeOf, scopeQuery } from "./scope";
import { pageOf } from "./secret-answers";

const tag = "Syncs";
const time = z.iso.datetime();
const count = z.int();

const { secrets, path, field, foreign, isPaused } = syncConfig.shape;
const Sync = z
  .object({
    name: z.string(),
    project: z.string(),
    environment: z.string(),
    manager: z.string(),
    ...{ secrets, path, field, foreign, isPaused },
    state: z.enum(SYNC_STATES).meta({
      description:
        "`attention`: something was changed there, is not ours or was refused. `failing`: the last run failed, and it is tried again at `nextAt`.",
    }),
    counts: z
      .object({ written: count, drift: count, foreign: count, refused: count, left: count })
      .meta({ description: "How many entries there are in which state." }),
    error: z.string().nullable().meta({ description: "Why the last run failed." }),
    attempts: count.meta({ description: "Failures in a row." }),
    nextAt: time.nullable(),
    doneAt: time.nullable().meta({ description: "When a run last came to its end." }),
    updatedAt: time,
    updatedBy: z.string(),
  })
  .meta({ id: "Sync" });

const Entry = z
  .object({
    path: z.string(),
    field: z.string().meta({ description: "Empty where the secret is the whole text." }),
    name: z.string().nullable().meta({ description: "The secret; null for what none stands for." }),
    state: z.enum(SYNC_ENTRY_STATES).meta({
      description:
        "`drift`: somebody changed there what was written. `foreign`: the sync did not write what lies there. `left`: its secret is gone, and it was left.",
    }),
    error: z.string().nullable(),
    writtenAt: time.nullable(),
  })
  .meta({ id: "SyncEntry" });

const query = z.strictObject(scopeQuery);
const params = z.object({ name: z.string() });

const list = endpoint(
  {
    method: "GET",
    path: "/syncs",
    tag,
    summary: "List the syncs of an environment, and how they stand",
    action: "sync.read",
    query: z.strictObject({ ...scopeQuery, ...wholeListQuery }),
    answers: { 200: { description: "One page.", schema: pageOf(Sync) } },
  },
  async ({ ctx, query }) => ok(pageOfAll(ctx, "syncs", query, await listSyncs(ctx, scopeOf(ctx, query)))),
);

const create = endpoint(
  {
    method: "POST",
    path: "/syncs",
    tag,
    summary: "Write secrets of an environment to an external manager from now on",
    description:
      "No two syncs write to one place, and what a Strongroom wrote is imported by none: so none feeds another.",
    action: "sync.write",
    query,
    body: newSync,
    answers: { 201: { description: "It runs at once.", schema: Sync } },
  },
  async ({ ctx, query, body }) => created(await createSync(ctx, scopeOf(ctx, query), body)),
);

const find = endpoint(
  {
    method: "GET",
    path: "/syncs/{name}",
    tag,
    summary: "How a sync stands",
    action: "sync.read",
    params,
    query,
    answers: { 200: { description: "The sync.", schema: Sync } },
  },
  async ({ ctx, params: { name }, query }) => ok(await findSync(ctx, scopeOf(ctx, query), name)),
);

const entries = endpoint(
  {
    method: "GET",
    path: "/syncs/{name}/entries",
    tag,
    summary: "What a sync knows of each place",
    action: "sync.read",
    params,
    query: z.strictObject({ ...scopeQuery, ...wholeListQuery }),
    answers: { 200: { description: "One page, by path.", schema: pageOf(Entry) } },
  },
  async ({ ctx, params: { name }, query }) => {
    const all = await listSyncEntries(ctx, scopeOf(ctx, query), name);
    return ok(pageOfAll(ctx, `sync entries ${name}`, query, all));
  },
);

const change = endpoint(
  {
    method: "PATCH",
    path: "/syncs/{name}",
    tag,
    summary: "Change or pause a sync",
    action: "sync.write",
    params,
    query,
    body: syncPatch,
    answers: { 200: { description: "It runs at once, unless it is paused.", schema: Sync } },
  },
  async ({ ctx, params: { name }, query, body }) =>
    ok(await changeSync(ctx, scopeOf(ctx, query), name, body)),
);

const run = endpoint(
  {
    method: "POST",
    path: "/syncs/{name}/run",
    tag,
    summary: "Run a sync now",
    action: "sync.run",
    params,
    query,
    body: syncRun.optional(),
    answers: { 202: { description: "It is to run.", schema: Sync } },
  },
  async ({ ctx, params: { name }, query, body }) => ({
    status: 202,
    json: await runSyncNow(ctx, scopeOf(ctx, query), name, body ?? { overwrite: false }),
  }),
);

const remove = endpoint(
  {
    method: "DELETE",
    path: "/syncs/{name}",
    tag,
    summary: "Take a sync away: what it wrote stays where it is",
    action: "sync.write",
    params,
    query,
    answers: { 204: { description: "Nothing more is written." } },
  },
  async ({ ctx, params: { name }, query }) => {
    await removeSync(ctx, scopeOf(ctx, query), name);
    return NO_CONTENT;
  },
);

export const syncEndpoints: readonly Endpoint[] = [list, create, find, entries, change, run, remove];
