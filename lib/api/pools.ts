import { z } from "zod";
import { MEMBER_STATES, STRATEGIES } from "@/lib/pools/model";
import { putMemberBack, reportMember } from "@/lib/pools/reporting/service";
import { memberOf, memberReport, newPool, poolName, takeOptions } from "@/lib/pools/schema";
import { deletePool, findPool, listPools, putPool } from "@/lib/pools/service";
import { prefetchTake } from "@/lib/pools/taking/prefetch";
import { takeMember } from "@/lib/pools/taking/service";
import { NO_CONTENT, ok } from "./answer";
import { pageOfAll, wholeListQuery } from "./cursor";
import { type Endpoint, endpoint } from "./endpoint";
import { scopeOf, scopeQuery } from "./scope";
import { pageOf } from "./secret-answers";

const tag = "Pools";

const state = z.enum(MEMBER_STATES).meta({
  description:
    "`limited` until `outUntil`; `refused` until its secret gets a new version; `absent`: not here any more.",
});
const outUntil = z.iso.datetime().nullable();
const count = z.int();

const PoolAnswer = z
  .object({
    name: z.string(),
    description: z.string(),
    strategy: z.enum(STRATEGIES),
    members: z
      .array(
        z.object({
          name: z.string(),
          version: z.int(),
          weight: z.int(),
          isOn: z.boolean(),
          state,
          outUntil,
          refusedAt: z.iso.datetime().nullable(),
          lastDay: z
            .object({ taken: count, limited: count, refused: count })
            .meta({ description: "What became of it within 24 hours; some seconds late." }),
        }),
      )
      .meta({ description: "Those that the key could see by itself." }),
    updatedAt: z.iso.datetime(),
    updatedBy: z.string(),
  })
  .meta({ id: "Pool" });

const Taken = z
  .object({ member: z.string(), version: z.int(), value: z.string() })
  .meta({ id: "TakenMember" });

const Reported = z.object({ member: z.string(), state, outUntil }).meta({ id: "ReportedMember" });

const ofPool = {
  tag,
  path: "/pools/{name}",
  params: z.object({ name: z.string().meta({ description: "The pool's name. Case does not matter." }) }),
  query: z.strictObject(scopeQuery),
} as const;

const list = endpoint(
  {
    method: "GET",
    path: "/pools",
    tag,
    summary: "List pools, with their members and how they are",
    action: "pool.list",
    query: z.strictObject({ ...scopeQuery, ...wholeListQuery }),
    answers: { 200: { description: "One page; all of them without a limit.", schema: pageOf(PoolAnswer) } },
  },
  async ({ ctx, query }) => {
    const { pools } = await listPools(ctx, scopeOf(ctx, query));
    return ok(pageOfAll(ctx, "pools", query, pools.map(shown)));
  },
);

const get = endpoint(
  {
    ...ofPool,
    method: "GET",
    summary: "Read what a pool is, and how its members are",
    action: "pool.list",
    answers: { 200: { description: "As it is now.", schema: PoolAnswer } },
  },
  async ({ ctx, params, query }) => ok(shown(await findPool(ctx, scopeOf(ctx, query), params.name))),
);

const put = endpoint(
  {
    ...ofPool,
    method: "PUT",
    params: ofPool.params.extend({ name: poolName }),
    summary: "Create or change a pool",
    description:
      "A member that stays keeps its state. An API key names only members that it may read: it needs `secrets:read` too.",
    action: "pool.write",
    body: newPool,
    answers: { 204: { description: "Said." } },
  },
  async ({ ctx, params, query, body }) => {
    await putPool(ctx, scopeOf(ctx, query), params.name, body);
    return NO_CONTENT;
  },
);

const remove = endpoint(
  {
    ...ofPool,
    method: "DELETE",
    summary: "Delete a pool; its secrets stay",
    action: "pool.write",
    answers: { 204: { description: "Deleted." } },
  },
  async ({ ctx, params, query }) => {
    await deletePool(ctx, scopeOf(ctx, query), params.name);
    return NO_CONTENT;
  },
);

const take = endpoint(
  {
    ...ofPool,
    method: "POST",
    path: "/pools/{name}/take",
    summary: "Read the value of one member",
    description: "Leaves one audit event. 503 with the code `poolExhausted` when no member can be used now.",
    action: "pool.use",
    body: takeOptions.optional(),
    answers: { 200: { description: "The value.", schema: Taken } },
  },
  async ({ ctx, params, query, body }) => {
    const { member, version, value } = await takeMember(ctx, scopeOf(ctx, query), params.name, body);
    return ok({ member, version, value: value.reveal() });
  },
  { prefetch: (source, environment, { name = "" }) => prefetchTake(source, environment, name) },
);

const report = endpoint(
  {
    ...ofPool,
    method: "POST",
    path: "/pools/{name}/report",
    summary: "Say how a member fared",
    description:
      "`limited` takes it out for a while, `refused` until its secret gets a new version, `ok` ends a limit that this key reported. Counts only from a key that took the current version within the last hour: else 409.",
    action: "pool.use",
    body: memberReport,
    answers: { 200: { description: "How the member is now.", schema: Reported } },
  },
  async ({ ctx, params, query, body }) => {
    const { name, ...now } = await reportMember(ctx, scopeOf(ctx, query), params.name, body);
    return ok({ member: name, ...now });
  },
);

const back = endpoint(
  {
    ...ofPool,
    method: "POST",
    path: "/pools/{name}/put-back",
    summary: "End every limit and refusal of a member",
    action: "pool.write",
    body: memberOf,
    answers: { 204: { description: "Available again, unless it is turned off." } },
  },
  async ({ ctx, params, query, body }) => {
    await putMemberBack(ctx, scopeOf(ctx, query), params.name, body.member);
    return NO_CONTENT;
  },
);

function shown({ id: _id, revision: _revision, ...pool }: Awaited<ReturnType<typeof findPool>>) {
  return pool;
}

export const poolEndpoints: readonly Endpoint[] = [list, get, put, remove, take, report, back];
