import { z } from "zod";
import { AUDIENCES, CATEGORIES } from "@/lib/secrets/model";
import { newMapping } from "@/lib/shared-mappings/schema";
import { createMapping, deleteMapping, listMappings } from "@/lib/shared-mappings/service";
import { created, NO_CONTENT, ok } from "./answer";
import { openCursor, pageQuery, sealCursor } from "./cursor";
import { type Endpoint, endpoint } from "./endpoint";
import { scopeOf, scopeQuery } from "./scope";
import { pageOf } from "./secret-answers";

const tag = "Shared mappings";

const Mapping = z
  .object({
    id: z.string(),
    name: z.string().meta({ description: "The name here." }),
    secret: z
      .object({
        id: z.string(),
        name: z.string(),
        environment: z.string(),
        description: z.string(),
        category: z.enum(CATEGORIES),
        audience: z.enum(AUDIENCES),
        version: z.int(),
        updatedAt: z.iso.datetime(),
        updatedBy: z.string(),
      })
      .meta({ description: "The secret of the project platform that it stands for." }),
    createdAt: z.iso.datetime(),
    createdBy: z.string(),
  })
  .meta({ id: "SharedMapping" });

const list = endpoint(
  {
    method: "GET",
    path: "/shared-mappings",
    tag,
    summary: "List the names here that stand for shared secrets",
    action: "mapping.list",
    query: z.strictObject({ ...scopeQuery, ...pageQuery }),
    answers: { 200: { description: "One page.", schema: pageOf(Mapping) } },
  },
  async ({ ctx, query }) => {
    const after = openCursor(ctx, "shared-mappings", query);
    const { items, next } = await listMappings(ctx, scopeOf(ctx, query), { limit: query.limit, after });
    return ok({ items, next: sealCursor(ctx, "shared-mappings", query, next) });
  },
);

const create = endpoint(
  {
    method: "POST",
    path: "/shared-mappings",
    tag,
    summary: "Let a name here stand for a shared secret",
    description: "The key has to know of that secret: only keys of the whole organisation do.",
    action: "mapping.write",
    mayWait: true,
    query: z.strictObject(scopeQuery),
    body: newMapping.omit({ project: true, environment: true }),
    answers: {
      201: {
        description: "Mapped.",
        schema: z.object({ id: z.string(), name: z.string() }).meta({ id: "CreatedMapping" }),
      },
    },
  },
  async ({ ctx, query, body }) => created(await createMapping(ctx, { ...scopeOf(ctx, query), ...body })),
);

const remove = endpoint(
  {
    method: "DELETE",
    path: "/shared-mappings/{id}",
    tag,
    summary: "Take a mapping away; the shared secret stays",
    action: "mapping.write",
    mayWait: true,
    params: z.object({ id: z.uuid("This is not the id of a mapping.") }),
    query: z.strictObject(scopeQuery),
    answers: { 204: { description: "Taken away." } },
  },
  async ({ ctx, params, query }) => {
    await deleteMapping(ctx, { ...scopeOf(ctx, query), mappingId: params.id });
    return NO_CONTENT;
  },
);

export const mappingEndpoints: readonly Endpoint[] = [list, create, remove];
