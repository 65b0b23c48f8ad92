import { z } from "zod";
import { KEY_LISTS, type KeyStatus } from "@/lib/api-keys/model";
import { newApiKey } from "@/lib/api-keys/schema";
import { createApiKey, listApiKeys, revokeApiKey } from "@/lib/api-keys/service";
import { KEY_KINDS, PERMISSIONS } from "@/lib/authorization/permission";
import { created, NO_CONTENT, ok } from "./answer";
import type { MachineCtx } from "./context";
import { openCursor, pageQuery, sealCursor } from "./cursor";
import { type Endpoint, endpoint } from "./endpoint";
import { boundScopeOf, projectQuery } from "./scope";
import { pageOf } from "./secret-answers";

const tag = "API keys";
const STATUSES = ["active", "expired", "revoked"] as const satisfies readonly KeyStatus[];

const time = z.iso.datetime().nullable();
const ApiKey = z
  .object({
    id: z.string(),
    publicId: z.string(),
    name: z.string(),
    kind: z.enum(KEY_KINDS),
    project: z.string().nullable(),
    environment: z.string().nullable(),
    permissions: z.array(z.enum(PERMISSIONS)),
    secrets: z.array(z.string()).nullable().meta({
      description: "Current names of the secrets that it is limited to; null: all in its scope.",
    }),
    unresolvedNames: z.array(z.string()).meta({
      description:
        "Names that an older version narrowed it to, and that stood for no secret. They open nothing.",
    }),
    skipsApproval: z
      .boolean()
      .meta({ description: "Whether its changes need no approval where an environment asks for some." }),
    status: z.enum(STATUSES),
    expiresAt: time,
    revokedAt: time,
    revokedBy: z.string().nullable(),
    createdAt: z.iso.datetime(),
    createdBy: z.string(),
    lastUsedAt: time,
    lastUsedIp: z.string().nullable(),
  })
  .meta({ id: "ApiKey" });

/** The project whose keys are meant: the key's own, the one named, or none: keys of the whole organisation. */
function projectOrNone(ctx: MachineCtx, input: { readonly project?: string | undefined }): string | null {
  return input.project ?? boundScopeOf(ctx)?.project.slug ?? null;
}

const list = endpoint(
  {
    method: "GET",
    path: "/api-keys",
    tag,
    summary: "List API keys, newest first; never a key itself",
    description:
      "A key of the whole organisation gets the keys of a project with `project`, else those of its own kind.",
    action: "apiKey.list",
    query: z.strictObject({ ...projectQuery, show: z.enum(KEY_LISTS).default("kept"), ...pageQuery }),
    answers: { 200: { description: "One page.", schema: pageOf(ApiKey) } },
  },
  async ({ ctx, query }) => {
    const after = openCursor(ctx, "api-keys", query);
    const { show, limit } = query;
    const { items, next } = await listApiKeys(ctx, projectOrNone(ctx, query), { show, limit, after });
    return ok({ items, next: sealCursor(ctx, "api-keys", query, next) });
  },
);

const Created = z
  .object({
    key: z.string().meta({ description: "The key itself. It is shown here and never again." }),
    apiKey: ApiKey,
    warnings: z.array(z.string()),
  })
  .meta({ id: "CreatedApiKey" });

const create = endpoint(
  {
    method: "POST",
    path: "/api-keys",
    tag,
    summary: "Make an API key that may do no more than this one",
    action: "apiKey.create",
    body: newApiKey.extend({ project: newApiKey.shape.project.optional() }),
    answers: { 201: { description: "The key, this once.", schema: Created } },
  },
  async ({ ctx, body }) => {
    const project = body.project === undefined ? projectOrNone(ctx, {}) : body.project;
    const { key, text, warnings } = await createApiKey(ctx, { ...body, project });
    return created({ key: text, apiKey: key, warnings });
  },
);

const revoke = endpoint(
  {
    method: "DELETE",
    path: "/api-keys/{id}",
    tag,
    summary: "Revoke an API key for ever",
    action: "apiKey.revoke",
    params: z.object({ id: z.uuid("This is not the id of an API key.") }),
    query: z.strictObject(projectQuery),
    answers: { 204: { description: "It is good for nothing any more." } },
  },
  async ({ ctx, params, query }) => {
    await revokeApiKey(ctx, { project: projectOrNone(ctx, query), keyId: params.id });
    return NO_CONTENT;
  },
);

export const apiKeyEndpoints: readonly Endpoint[] = [list, create, revoke];
