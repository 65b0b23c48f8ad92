import { z } from "zod";
import { NEVER } from "@/lib/api-keys/model";
import { CAPABILITIES } from "@/lib/authorization/capability";
import type { GrantMeta } from "@/lib/grants/model";
import { grantRequest } from "@/lib/grants/schema";
import { createGrant, deleteGrant, listGrants, listGrantsTo } from "@/lib/grants/service";
import { withFieldNames } from "@/lib/platform/app-error";
import { created, NO_CONTENT, ok } from "./answer";
import { openCursor, pageQuery, sealCursor } from "./cursor";
import { type Endpoint, endpoint } from "./endpoint";
import { projectOf, projectQuery, scopeOf, scopeQuery } from "./scope";
import { nameParam, pageOf } from "./secret-answers";

const tag = "Access";

const Grant = z
  .object({
    id: z.string(),
    subject: z
      .union([z.object({ person: z.string() }), z.object({ group: z.string() })])
      .meta({ description: "Who has it: a person by their address, or a group by its slug." }),
    target: z
      .object({
        project: z.string(),
        environment: z.string().nullable().meta({ description: "Null: every environment of the project." }),
        secret: z.string().nullable().meta({ description: "The one secret, by its name now." }),
        pattern: z.string().nullable().meta({ description: "How names begin, followed by `*`." }),
      })
      .meta({ description: "Without secret and pattern: every secret there." }),
    capability: z.enum(CAPABILITIES),
    expiresAt: z.iso.datetime().nullable(),
    createdAt: z.iso.datetime(),
    createdBy: z.string(),
  })
  .meta({ id: "Grant" });

const ReachingGrant = Grant.extend({
  lastUsedAt: z.iso.datetime().nullable().meta({
    description:
      "When the person, or one of the group, changed the secret or read it through a personal key last. Null: never.",
  }),
}).meta({ id: "ReachingGrant" });

const list = endpoint(
  {
    method: "GET",
    path: "/grants",
    tag,
    summary: "List the grants of a project, in the order they were made",
    description: "A key of one environment gets those in that environment.",
    action: "grant.list",
    query: z.strictObject({ ...projectQuery, ...pageQuery }),
    answers: { 200: { description: "One page.", schema: pageOf(Grant) } },
  },
  async ({ ctx, query }) => {
    const after = openCursor(ctx, "grants", query);
    const { project } = projectOf(ctx, query);
    const { items, next } = await listGrants(ctx, project, { after, limit: query.limit });
    return ok({ items: items.map(shown), next: sealCursor(ctx, "grants", query, next) });
  },
);

const Created = z
  .object({
    id: z.string(),
    matches: z.int().nullable().meta({
      description: "How many secrets fit the pattern now, 1,001 where there are more; null: there was none.",
    }),
  })
  .meta({ id: "CreatedGrant" });

/** Where the body has what a grant is made of. */
const FIELDS = {
  ...{ person: "subject.person", group: "subject.group" },
  ...{ environment: "target.environment", secret: "target.secret" },
};

const create = endpoint(
  {
    method: "POST",
    path: "/grants",
    tag,
    summary: "Grant a Member, or a group, access to secrets",
    description:
      "An API key names only an environment or a secret that it may know of: it needs `secrets:list` too. When it ends is said by `expires` (`30d`, a day, a moment or `never`) or by `expiresAt`.",
    action: "grant.write",
    body: grantRequest,
    answers: { 201: { description: "Granted.", schema: Created } },
  },
  async ({ ctx, body: { expires, expiresAt, ...grant } }) => {
    const end = expiresAt ?? expires ?? NEVER;
    return created(
      await createGrant(ctx, { ...grant, expires: end }).catch((error: unknown) => {
        throw withFieldNames(error, { ...FIELDS, expires: expiresAt ? "expiresAt" : "expires" });
      }),
    );
  },
);

const remove = endpoint(
  {
    method: "DELETE",
    path: "/grants/{id}",
    tag,
    summary: "End a grant at once",
    action: "grant.write",
    params: z.object({ id: z.uuid("This is not the id of a grant.") }),
    answers: { 204: { description: "Ended." } },
  },
  async ({ ctx, params }) => {
    await deleteGrant(ctx, params.id);
    return NO_CONTENT;
  },
);

const access = endpoint(
  {
    method: "GET",
    path: "/secrets/{name}/access",
    tag,
    summary: "List the grants by which Members reach a secret",
    description: "Owners, Super Admins and Auditors see every secret without one.",
    action: "grant.read",
    params: nameParam,
    query: z.strictObject({ ...scopeQuery, ...pageQuery }),
    answers: { 200: { description: "One page.", schema: pageOf(ReachingGrant) } },
  },
  async ({ ctx, params, query }) => {
    const bound = { ...query, ...params };
    const after = openCursor(ctx, "access", bound);
    const target = { ...scopeOf(ctx, query), secret: params };
    const { items, next } = await listGrantsTo(ctx, target, { after, limit: query.limit });
    const reaching = items.map((grant) => ({ ...shown(grant), lastUsedAt: grant.lastUsedAt }));
    return ok({ items: reaching, next: sealCursor(ctx, "access", bound, next) });
  },
);

function shown(grant: GrantMeta): z.input<typeof Grant> {
  const { id, holder, project, environment, secret, pattern, ...rest } = grant;
  const { capability, expiresAt, createdAt, createdBy } = rest;
  return {
    id,
    subject: holder.kind === "person" ? { person: holder.email } : { group: holder.slug },
    target: { project, environment, secret, pattern },
    ...{ capability, expiresAt, createdAt, createdBy },
  };
}

export const grantEndpoints: readonly Endpoint[] = [list, create, remove, access];
