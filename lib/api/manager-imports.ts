import { z } from "zod";
import { ENTRY_STATES, IMPORT_STATES } from "@/lib/imports/model";
import { newImport } from "@/lib/imports/schema";
import {
  findImport,
  goOnWithImport,
  listEntries,
  listImports,
  startImport,
  stopImport,
} from "@/lib/imports/service";
import { NO_CONTENT, ok } from "./answer";
import { openCursor, pageQuery, sealCursor } from "./cursor";
import { type Endpoint, endpoint } from "./endpoint";
import { scopeOf, scopeQuery } from "./scope";
import { pageOf } from "./secret-answers";

const tag = "Imports";
const time = z.iso.datetime();
const count = z.int();

const Import = z
  .object({
    id: z.string(),
    project: z.string(),
    environment: z.string(),
    manager: z.string(),
    path: z.string(),
    names: z.string(),
    state: z.enum(IMPORT_STATES).meta({
      description:
        "`reading` what is there, then `planned`: it waits to be run; `storing` what was planned. `failed`: it can be run again and goes on where it was.",
    }),
    unread: count.meta({ description: "Paths that were found and not read yet." }),
    counts: z
      .object({
        new: count,
        changed: count,
        same: count,
        refused: count,
        created: count,
        replaced: count,
        waiting: count,
      })
      .meta({
        description:
          "Of texts by what was planned (`new`, `changed`, `same`, `refused`), then by what came of it (`created`, `replaced`, or `waiting` in a change request).",
      }),
    error: z.string().nullable().meta({ description: "Why it failed, or what holds it up." }),
    createdAt: time,
    createdBy: z.string(),
    endedAt: time.nullable(),
  })
  .meta({ id: "Import" });

const Entry = z
  .object({
    path: z.string(),
    field: z.string().meta({ description: "Empty where the path holds one text." }),
    name: z.string().meta({ description: "What the secret is called." }),
    state: z.enum(ENTRY_STATES),
    reason: z.string().nullable().meta({ description: "Why it is refused." }),
    versions: z.int().nullable().meta({ description: "How many were stored." }),
  })
  .meta({ id: "ImportEntry" });

const params = z.object({ id: z.string() });

const start = endpoint(
  {
    method: "POST",
    path: "/imports",
    tag,
    summary: "Import secrets from an external manager",
    description:
      "What lies there is read and planned first, and stored then; with `dryRun` it waits in between. A key needs `secrets:write` too. Values are compared by keyed fingerprints, on record, and appear in no answer. It is done in the background, as whoever asked: `GET /imports/{id}` tells how far it is.",
    action: "import.run",
    query: z.strictObject(scopeQuery),
    body: newImport,
    answers: { 202: { description: "It is under way.", schema: Import } },
  },
  async ({ ctx, query, body }) => ({ status: 202, json: await startImport(ctx, scopeOf(ctx, query), body) }),
);

const list = endpoint(
  {
    method: "GET",
    path: "/imports",
    tag,
    summary: "List the newest imports",
    action: "import.read",
    query: z.strictObject(scopeQuery),
    answers: { 200: { description: "At most 50.", schema: z.object({ items: z.array(Import) }) } },
  },
  async ({ ctx, query }) => ok({ items: await listImports(ctx, scopeOf(ctx, query)) }),
);

const find = endpoint(
  {
    method: "GET",
    path: "/imports/{id}",
    tag,
    summary: "How far an import is",
    action: "import.read",
    params,
    answers: { 200: { description: "The import.", schema: Import } },
  },
  async ({ ctx, params: { id } }) => ok(await findImport(ctx, id)),
);

const entriesQuery = z.strictObject({
  state: z
    .enum(ENTRY_STATES, "There is no such state.")
    .optional()
    .meta({ description: "Those in one state." }),
  ...pageQuery,
});

const entries = endpoint(
  {
    method: "GET",
    path: "/imports/{id}/entries",
    tag,
    summary: "What was planned for each text, or came of it",
    action: "import.read",
    params,
    query: entriesQuery,
    answers: { 200: { description: "One page, by name.", schema: pageOf(Entry) } },
  },
  async ({ ctx, params: { id }, query }) => {
    const list = `imports ${id}`;
    const after = openCursor(ctx, list, query) ?? null;
    const states = query.state === undefined ? null : [query.state];
    const { items, next } = await listEntries(ctx, id, { states, after, limit: query.limit });
    return ok({ items, next: sealCursor(ctx, list, query, next) });
  },
);

const run = endpoint(
  {
    method: "POST",
    path: "/imports/{id}/run",
    tag,
    summary: "Store what was planned, or go on where an import failed",
    description: "Only for whoever began it.",
    action: "import.run",
    params,
    answers: { 202: { description: "It is under way.", schema: Import } },
  },
  async ({ ctx, params: { id } }) => ({ status: 202, json: await goOnWithImport(ctx, id) }),
);

const stop = endpoint(
  {
    method: "DELETE",
    path: "/imports/{id}",
    tag,
    summary: "Stop an import: what is stored stays",
    action: "import.run",
    params,
    answers: { 204: { description: "Nothing more is stored." } },
  },
  async ({ ctx, params: { id } }) => {
    await stopImport(ctx, id);
    return NO_CONTENT;
  },
);

export const managerImportEndpoints: readonly Endpoint[] = [start, list, find, entries, run, stop];
