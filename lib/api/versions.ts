import { z } from "zod";
import { changeQuery } from "@/lib/secrets/changes/schema";
import { readChanges } from "@/lib/secrets/changes/service";
import { expectedVersion } from "@/lib/secrets/upsert/schema";
import { listVersions, restoreVersionByName } from "@/lib/secrets/versions/listing/service";
import { ok } from "./answer";
import { openCursor, pageQuery, sealCursor } from "./cursor";
import { type Endpoint, endpoint } from "./endpoint";
import { expectedVersionOf, PRECONDITION_HEADERS } from "./expected-version";
import { scopeOf, scopeQuery } from "./scope";
import { nameParam, pageOf } from "./secret-answers";

const tag = "Versions";

const Version = z
  .object({
    version: z.int(),
    origin: z.enum(["created", "rotated", "restored", "external"]),
    restoredFrom: z.int().nullable(),
    createdAt: z.iso.datetime(),
    createdBy: z.string(),
  })
  .meta({ id: "Version" });

const list = endpoint(
  {
    method: "GET",
    path: "/secrets/{name}/versions",
    tag,
    summary: "List a secret's versions, newest first, without values",
    action: "secret.read",
    params: nameParam,
    query: z.strictObject({ ...scopeQuery, ...pageQuery }),
    answers: { 200: { description: "One page.", schema: pageOf(Version) } },
  },
  async ({ ctx, params, query }) => {
    const bound = { ...query, ...params };
    const after = openCursor(ctx, "versions", bound);
    const page = await listVersions(ctx, scopeOf(ctx, query), params.name, {
      before: after === undefined ? null : Number(after),
      limit: query.limit,
    });
    const next = page.next === null ? null : String(page.next);
    return ok({ items: page.items, next: sealCursor(ctx, "versions", bound, next) });
  },
);

const restore = endpoint(
  {
    method: "POST",
    path: "/secrets/{name}/versions/{n}/restore",
    tag,
    summary: "Make an old value current again, as a new version",
    action: "secret.restore",
    mayWait: true,
    params: nameParam.extend({
      n: z.coerce
        .number("A version is a whole number.")
        .int("A version is a whole number.")
        .min(1)
        .max(2_147_483_647),
    }),
    query: z.strictObject(scopeQuery),
    headers: PRECONDITION_HEADERS,
    body: z.strictObject({ expectedVersion }).optional(),
    problems: [412],
    answers: {
      200: {
        description: "Restored.",
        schema: z.object({ name: z.string(), version: z.int() }).meta({ id: "RestoredSecret" }),
      },
    },
  },
  async ({ ctx, params, query, body, header }) => {
    const version = expectedVersionOf(header, body?.expectedVersion);
    return ok(await restoreVersionByName(ctx, scopeOf(ctx, query), params.name, params.n, version));
  },
);

const Change = z
  .object({
    seq: z.int(),
    at: z.iso.datetime(),
    action: z.string(),
    by: z.string(),
    detail: z.record(z.string(), z.unknown()),
  })
  .meta({ id: "Change" });

const changes = endpoint(
  {
    method: "GET",
    path: "/secrets/{name}/changes",
    tag,
    summary: "Read a secret's change log, newest first; also of one that was deleted",
    action: "secret.read",
    params: nameParam,
    query: z.strictObject({
      ...scopeQuery,
      kind: changeQuery.shape.kind.unwrap().unwrap().optional(),
      ...pageQuery,
    }),
    answers: { 200: { description: "One page.", schema: pageOf(Change) } },
  },
  async ({ ctx, params, query }) => {
    const bound = { ...query, ...params };
    const after = openCursor(ctx, "changes", bound);
    const before = after === undefined ? undefined : Number(after);
    const { kind, limit } = query;
    const asked = { kind, before, limit };
    const { page } = await readChanges(ctx, scopeOf(ctx, query), params.name, asked);
    const items = page.items.map(({ seq, at, action, by, detail }) => ({ seq, at, action, by, detail }));
    const next = page.next === null ? null : String(page.next);
    return ok({ items, next: sealCursor(ctx, "changes", bound, next) });
  },
);

export const versionEndpoints: readonly Endpoint[] = [list, restore, changes];
