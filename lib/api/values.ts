import { z } from "zod";
import type { Label } from "@/lib/secrets/reveal/model";
import { prefetchReveal } from "@/lib/secrets/reveal/prefetch";
import { label, revealOptions, valueNameList, valueNames } from "@/lib/secrets/reveal/schema";
import { readValues, revealSecret } from "@/lib/secrets/reveal/service";
import { type Answer, ok } from "./answer";
import type { MachineCtx } from "./context";
import { type Endpoint, type EndpointSpec, endpoint } from "./endpoint";
import { scopeOf, scopeQuery } from "./scope";
import { nameParam } from "./secret-answers";

const tag = "Values";

const Revealed = z
  .object({
    name: z.string(),
    value: z.string(),
    version: z.int(),
    source: z
      .object({
        manager: z.string(),
        version: z.string(),
        staleSince: z.iso.datetime().nullable().meta({
          description: "Since when the manager cannot be read: the value is the one of that time.",
        }),
      })
      .optional()
      .meta({ description: "The external manager that the value lives in." }),
  })
  .meta({ id: "RevealedSecret" });

const reveal = endpoint(
  {
    method: "POST",
    path: "/secrets/{name}/reveal",
    tag,
    summary: "Read one value",
    description:
      "Leaves one audit event. Also gives shared secrets, under the name that they are mapped to here.",
    action: "secret.reveal",
    params: nameParam,
    query: z.strictObject(scopeQuery),
    body: revealOptions.optional(),
    answers: { 200: { description: "The value.", schema: Revealed } },
  },
  async ({ ctx, params, query, body }) => {
    const asked = { ...params, ...body };
    const { name, value, version, source } = await revealSecret(ctx, scopeOf(ctx, query), asked);
    const staleSince = source?.staleSince?.toISOString() ?? null;
    return ok({ name, value: value.reveal(), version, ...(source && { source: { ...source, staleSince } }) });
  },
  { prefetch: (source, environment, { name = "" }) => prefetchReveal(source, environment, name) },
);

const Values = z
  .object({
    values: z.record(z.string(), z.string()),
    version: z.string().meta({
      description: "Another as soon as anything among the values is; the `ETag` without its quotes.",
    }),
  })
  .meta({ id: "Values" });

const WHILE_IT_HOLDS = { "If-None-Match": "The `ETag` of an answer that is kept: 304 while it holds." };

const VALUES_ANSWERS: EndpointSpec["answers"] = {
  200: {
    description:
      "The values. The header `Strongroom-Stale` names those, apart by commas, that live in external managers which cannot be read now.",
    schema: Values,
    headers: { ETag: "Another as soon as anything among the values is." },
  },
  304: { description: "Nothing changed since the answer whose `ETag` stands in `If-None-Match`." },
};

const values = endpoint(
  {
    method: "GET",
    path: "/values",
    tag,
    summary: "Read many values at once",
    description:
      "All that the key sees, or those that `names` lists: then every one of them has to be there. One audit event for the lot; none for an answer of 304.",
    action: "values.read",
    query: z.strictObject({
      ...scopeQuery,
      names: valueNames.optional().meta({ description: "Names apart by commas, 500 at most." }),
      label,
    }),
    headers: WHILE_IT_HOLDS,
    answers: VALUES_ANSWERS,
  },
  ({ ctx, query, header }) =>
    answerValues(ctx, scopeOf(ctx, query), { names: query.names ?? null, label: query.label }, header),
);

const valuesByName = endpoint(
  {
    method: "POST",
    path: "/values",
    tag,
    summary: "Read many values at once, by names that are too many for an address",
    description: "Like `GET /values` with `names`: one read, one audit event, the same `ETag`.",
    action: "values.read",
    query: z.strictObject(scopeQuery),
    headers: WHILE_IT_HOLDS,
    body: z.strictObject({ names: valueNameList, label }),
    answers: VALUES_ANSWERS,
  },
  ({ ctx, query, body, header }) => answerValues(ctx, scopeOf(ctx, query), body, header),
);

/** `names`: null for all that the key sees. */
async function answerValues(
  ctx: MachineCtx,
  scope: ReturnType<typeof scopeOf>,
  asked: { readonly names: readonly string[] | null; readonly label?: Label | undefined },
  header: (name: string) => string | undefined,
): Promise<Answer> {
  const read = await readValues(ctx, scope, { ...asked, knownTags: tagsIn(header("if-none-match")) });
  const stale = read.isChanged ? read.values.filter(({ source }) => source?.staleSince) : [];
  const headers = {
    ETag: `"${read.tag}"`,
    ...(stale.length > 0 && { "Strongroom-Stale": stale.map(({ name }) => name).join(", ") }),
  };
  if (!read.isChanged) return { status: 304, headers };
  const pairs = read.values.map(({ name, value }) => [name, value.reveal()]);
  return ok({ values: Object.fromEntries(pairs), version: read.tag }, headers);
}

/** The tags of an `If-None-Match` (RFC 9110, section 13.1.2), which is compared weakly. `*` names none. */
function tagsIn(header: string | undefined): string[] {
  return (header ?? "").split(",").flatMap((tag) => /^\s*(?:W\/)?"([\w-]{1,64})"\s*$/.exec(tag)?.[1] ?? []);
}

export const valueEndpoints: readonly Endpoint[] = [reveal, values, valuesByName];
