import { z } from "zod";
import { REQUIREMENTS } from "@/lib/declarations/model";
import { newDeclarations } from "@/lib/declarations/schema";
import { putDeclarations, readDeclarations } from "@/lib/declarations/service";
import { ok } from "./answer";
import { pageOfAll, wholeListQuery } from "./cursor";
import { type Endpoint, endpoint } from "./endpoint";
import { projectOf, projectQuery, scopeOf, scopeQuery } from "./scope";
import { pageOf } from "./secret-answers";

const tag = "Declarations";

const Declaration = z
  .object({
    name: z.string(),
    requirement: z.enum(REQUIREMENTS),
    status: z
      .enum(["set", "missing"])
      .meta({ description: "Whether the name has a value in this environment." }),
    mistake: z.string().nullable().meta({ description: "Why the name can never get a value." }),
  })
  .meta({ id: "Declaration" });

const list = endpoint(
  {
    method: "GET",
    path: "/declarations",
    tag,
    summary: "Read what the project's manifest declares, and which of it has a value here",
    action: "declaration.list",
    query: z.strictObject({ ...scopeQuery, ...wholeListQuery }),
    answers: {
      200: {
        description: "In the order of the manifest: all of them, or one page.",
        schema: pageOf(Declaration),
      },
    },
  },
  async ({ ctx, query }) => {
    const declared = await readDeclarations(ctx, scopeOf(ctx, query));
    const items = declared.map(({ isSet, ...rest }) => ({ ...rest, status: isSet ? "set" : "missing" }));
    return ok(pageOfAll(ctx, "declarations", query, items));
  },
);

const Put = z
  .object({ required: z.int(), optional: z.int(), unchanged: z.boolean() })
  .meta({ id: "PutDeclarations" });

const put = endpoint(
  {
    method: "PUT",
    path: "/declarations",
    tag,
    summary: "Replace what the project's manifest declares",
    action: "declaration.write",
    query: z.strictObject({ ...projectQuery, environment: scopeQuery.environment }),
    body: newDeclarations,
    answers: { 200: { description: "How many names are declared now.", schema: Put } },
  },
  async ({ ctx, query, body }) => {
    const { isChanged, ...counts } = await putDeclarations(ctx, projectOf(ctx, query).project, body);
    return ok({ ...counts, unchanged: !isChanged });
  },
);

export const declarationEndpoints: readonly Endpoint[] = [list, put];
