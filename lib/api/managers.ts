import { z } from "zod";
import {
  changeManager,
  createManager,
  listManagers,
  removeManager,
  testManager,
} from "@/lib/managers/connections/service";
import { managerConfig } from "@/lib/managers/kinds/schema";
import type { ManagerMeta } from "@/lib/managers/model";
import { managerPatch, newManager } from "@/lib/managers/schema";
import { NO_CONTENT, ok } from "./answer";
import { type Endpoint, endpoint } from "./endpoint";
import { scopeOf, scopeQuery } from "./scope";

const tag = "External managers";
const scope = z.strictObject(scopeQuery);

const stamp = {
  name: z.string(),
  credential: z
    .string()
    .nullable()
    .meta({ description: "The secret to sign in with; null: it is not here any more." }),
  secrets: z.int().meta({ description: "How many secrets have their values there." }),
  problem: z.string().nullable().meta({ description: "Why one of them cannot be read now; null: all can." }),
  updatedAt: z.iso.datetime(),
  updatedBy: z.string(),
};
const [vault, aws] = managerConfig.options;
const Manager = z
  .discriminatedUnion("kind", [vault.extend(stamp), aws.extend(stamp)])
  .meta({ id: "ExternalManager" });

const list = endpoint(
  {
    method: "GET",
    path: "/managers",
    tag,
    summary: "List the external managers of an environment",
    action: "manager.list",
    query: scope,
    answers: {
      200: { description: "All but their credentials.", schema: z.object({ items: z.array(Manager) }) },
    },
  },
  async ({ ctx, query }) => ok({ items: (await listManagers(ctx, scopeOf(ctx, query))).map(shown) }),
);

const create = endpoint(
  {
    method: "POST",
    path: "/managers",
    tag,
    summary: "Say where an external manager is, and which secret to sign in with",
    action: "manager.configure",
    query: scope,
    body: newManager,
    answers: { 204: { description: "Said." } },
  },
  async ({ ctx, query, body }) => {
    await createManager(ctx, scopeOf(ctx, query), body);
    return NO_CONTENT;
  },
);

const oneManager = {
  tag,
  path: "/managers/{name}",
  params: z.object({ name: z.string() }),
  query: scope,
} as const;

const change = endpoint(
  {
    ...oneManager,
    method: "PATCH",
    summary: "Change an external manager",
    description: "What is left out stays. The kind and the name stay.",
    action: "manager.configure",
    body: managerPatch,
    answers: { 204: { description: "Changed." } },
  },
  async ({ ctx, params, query, body }) => {
    await changeManager(ctx, scopeOf(ctx, query), params.name, body);
    return NO_CONTENT;
  },
);

const remove = endpoint(
  {
    ...oneManager,
    method: "DELETE",
    summary: "Take an external manager away, once no secret's value lives in it",
    action: "manager.configure",
    answers: { 204: { description: "Gone." } },
  },
  async ({ ctx, params, query }) => {
    await removeManager(ctx, scopeOf(ctx, query), params.name);
    return NO_CONTENT;
  },
);

const test = endpoint(
  {
    ...oneManager,
    path: "/managers/{name}/test",
    method: "POST",
    summary: "Sign in to an external manager, and look whether it has what is configured",
    action: "manager.configure",
    answers: { 204: { description: "It works. 502 says what does not." } },
    problems: [502],
  },
  async ({ ctx, params, query }) => {
    await testManager(ctx, scopeOf(ctx, query), params.name);
    return NO_CONTENT;
  },
);

function shown({
  name,
  config,
  credential,
  secrets,
  problem,
  updatedAt,
  updatedBy,
}: ManagerMeta): z.input<typeof Manager> {
  return { ...config, name, credential, secrets, problem, updatedAt, updatedBy };
}

export const managerEndpoints: readonly Endpoint[] = [list, create, change, remove, test];
