import { z } from "zod";
import { storedSecret } from "@/lib/managers/references/schema";
import { storeReference } from "@/lib/managers/references/service";
import { listSecrets } from "@/lib/secrets/listing/service";
import { requireName } from "@/lib/secrets/reveal/service";
import { audience, category, SEARCH_LENGTH_MAX } from "@/lib/secrets/schema";
import { findSecret } from "@/lib/secrets/service";
import { secretPatch } from "@/lib/secrets/upsert/schema";
import { deleteSecretByName, patchSecret, storeSecret } from "@/lib/secrets/upsert/service";
import { NO_CONTENT, ok } from "./answer";
import { openCursor, pageQuery, sealCursor } from "./cursor";
import { type Endpoint, endpoint } from "./endpoint";
import { expectedVersionOf, PRECONDITION_HEADERS, UPSERT_HEADERS } from "./expected-version";
import { scopeOf, scopeQuery } from "./scope";
import { nameParam, pageOf, SecretAnswer, shownSecret } from "./secret-answers";

const tag = "Secrets";
const scope = z.strictObject(scopeQuery);

const listQuery = z.strictObject({
  ...scopeQuery,
  search: z.string().max(SEARCH_LENGTH_MAX, `At most ${SEARCH_LENGTH_MAX} characters.`).default("").meta({
    description: "Part of a name or description; fewer than three characters: the beginning of a name.",
  }),
  category: category.optional(),
  audience: audience.optional(),
  ...pageQuery,
});

const list = endpoint(
  {
    method: "GET",
    path: "/secrets",
    tag,
    summary: "List and search secrets by name, without values",
    description: "Holds the environment's own secrets, not the shared ones that are mapped into it.",
    action: "secret.list",
    query: listQuery,
    answers: { 200: { description: "One page.", schema: pageOf(SecretAnswer) } },
  },
  async ({ ctx, query }) => {
    const after = openCursor(ctx, "secrets", query);
    const { search, category, audience, limit } = query;
    const page = await listSecrets(ctx, scopeOf(ctx, query), {
      search,
      category,
      audience,
      limit,
      after,
      sort: "name",
    });
    const next = sealCursor(ctx, "secrets", query, page.next);
    return ok({ items: page.items.map(shownSecret), next });
  },
);

const Stored = z
  .object({
    name: z.string(),
    version: z.int(),
    unchanged: z
      .boolean()
      .meta({ description: "Whether the secret was found to have this very value and text already." }),
  })
  .meta({ id: "StoredSecret" });

const upsert = endpoint(
  {
    method: "POST",
    path: "/secrets",
    tag,
    summary: "Store a value: a new secret, or a new version of the one that has the name",
    description:
      "The value that the secret has already makes no new version, as far as it is compared: not if it has less than 8 bytes, nor after 20 comparisons of the secret within an hour. What is left out of description, category and audience stays as it is.",
    action: "secret.create",
    mayWait: true,
    query: scope,
    headers: UPSERT_HEADERS,
    body: storedSecret,
    problems: [412],
    answers: {
      201: { description: "A new secret.", schema: Stored },
      200: { description: "A new version, or nothing new.", schema: Stored },
    },
  },
  async ({ ctx, query, body, header }) => {
    const expectedVersion = expectedVersionOf(header, body.expectedVersion);
    const { value = "", source, ...text } = { ...body, expectedVersion };
    const scope = scopeOf(ctx, query);
    const { name, version, outcome } = source
      ? await storeReference(ctx, scope, { ...text, source })
      : await storeSecret(ctx, scope, { ...text, value });
    const json = { name, version, unchanged: outcome === "unchanged" };
    return { status: outcome === "created" ? 201 : 200, json };
  },
);

const oneSecret = { tag, path: "/secrets/{name}", params: nameParam, query: scope } as const;

const find = endpoint(
  {
    ...oneSecret,
    method: "GET",
    summary: "Read a secret's metadata",
    action: "secret.read",
    answers: { 200: { description: "All but its value.", schema: SecretAnswer } },
  },
  async ({ ctx, params, query }) =>
    ok(shownSecret(await findSecret(ctx, { ...scopeOf(ctx, query), secret: params }))),
);

const exists = endpoint(
  {
    ...oneSecret,
    method: "HEAD",
    summary: "Ask whether a secret exists, of the environment itself or shared",
    action: "secret.list",
    answers: { 200: { description: "It does; 404: it does not." } },
  },
  async ({ ctx, params, query }) => {
    await requireName(ctx, scopeOf(ctx, query), params.name);
    return ok({});
  },
);

const patch = endpoint(
  {
    ...oneSecret,
    method: "PATCH",
    summary: "Change a secret's name, description, category or audience",
    action: "secret.update",
    mayWait: true,
    headers: PRECONDITION_HEADERS,
    body: secretPatch,
    problems: [412],
    answers: {
      200: { description: "Changed.", schema: z.object({ name: z.string() }).meta({ id: "ChangedSecret" }) },
    },
  },
  async ({ ctx, params, query, body, header }) => {
    const expectedVersion = expectedVersionOf(header, body.expectedVersion);
    return ok(await patchSecret(ctx, scopeOf(ctx, query), params.name, { ...body, expectedVersion }));
  },
);

const remove = endpoint(
  {
    ...oneSecret,
    method: "DELETE",
    summary: "Delete a secret and all of its versions for ever",
    action: "secret.delete",
    mayWait: true,
    headers: PRECONDITION_HEADERS,
    answers: { 204: { description: "Deleted." } },
    problems: [412],
  },
  async ({ ctx, params, query, header }) => {
    await deleteSecretByName(ctx, scopeOf(ctx, query), params.name, expectedVersionOf(header));
    return NO_CONTENT;
  },
);

export const secretEndpoints: readonly Endpoint[] = [list, upsert, find, exists, patch, remove];
