import { z } from "zod";
import { REQUIREMENTS } from "@/lib/declarations/model";
import { newDeclarations } from "@/lib/declarations/schema";
import { putDeclarations, readDeclarations } from "@/lib/declarations/service";
import { declaredTriggers } from "@/lib/triggers/schema";
import { declareTriggers } from "@/lib/triggers/setting/service";
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
  .object({ required: z.int(), optional: z.int(), triggers: z.int(), unchanged: z.boolean() })
  .meta({ id: "PutDeclarations" });

const manifest = newDeclarations.safeExtend({ triggers: declaredTriggers.default([]) });

const put = endpoint(
  {
    method: "PUT",
    path: "/declarations",
    tag,
    summary: "Replace what the project's manifest declares",
    description:
      "Its triggers are made or changed where they are not as it says; those that it no longer has are left. They need a secret that is stored, and an environment.",
    action: "declaration.write",
    query: z.strictObject({ ...projectQuery, environment: scopeQuery.environment }),
    body: manifest,
    answers: { 200: { description: "How many names are declared now.", schema: Put } },
  },
  async ({ ctx, query, body: { triggers, ...names } }) => {
    const set = triggers.length === 0 ? 0 : await declareTriggers(ctx, scopeOf(ctx, query), triggers);
    const { isChanged, ...counts } = await putDeclarations(ctx, projectOf(ctx, query).project, names);
    return ok({ ...counts, triggers: triggers.length, unchanged: !isChanged && set === 0 });
  },
);

export const declarationEndpoints: readonly Endpoint[] = [list, put];
