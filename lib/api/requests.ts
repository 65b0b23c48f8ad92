import { z } from "zod";
import type { HeldRequest } from "@/lib/platform/change-held";
import { withdrawRequest } from "@/lib/requests/deciding/service";
import { REQUEST_KINDS, type RequestMeta, STATES } from "@/lib/requests/model";
import { policyInput } from "@/lib/requests/policies/schema";
import { listPolicies, setPolicy } from "@/lib/requests/policies/service";
import { showRequest, showRequests } from "@/lib/requests/showing/service";
import { type Answer, NO_CONTENT, ok } from "./answer";
import { openCursor, pageOfAll, pageQuery, sealCursor, wholeListQuery } from "./cursor";
import { type Endpoint, endpoint } from "./endpoint";
import { pageOf } from "./secret-answers";

const tag = "Requests";

/** What a change that needs approval is answered with, at status 202. */
export const Held = z
  .object({
    request: z.object({
      id: z.string(),
      title: z.string(),
      approvals: z.int().meta({ description: "How many people have to approve it." }),
      expiresAt: z.iso.datetime(),
      url: z.string().meta({ description: "Where people decide it." }),
    }),
  })
  .meta({ id: "HeldChange" });

export function heldAnswer(origin: string, request: HeldRequest): Answer {
  const json = { request: { ...request, url: `${origin}/requests/${request.id}` } };
  return { status: 202, json, headers: { Location: `/api/v1/requests/${request.id}` } };
}

const Request = z
  .object({
    id: z.string(),
    title: z.string(),
    kind: z.enum(REQUEST_KINDS),
    state: z.enum(STATES),
    isEmergency: z.boolean().meta({ description: "An Owner made the change without approvals." }),
    project: z.string().nullable(),
    environment: z.string().nullable(),
    requestedBy: z.string(),
    createdAt: z.iso.datetime(),
    expiresAt: z.iso.datetime(),
    endedAt: z.iso.datetime().nullable(),
    endedBy: z.string().nullable(),
    approvals: z.object({ count: z.int(), needed: z.int() }),
  })
  .meta({ id: "ChangeRequest" });

function shown({ scopeName: _scopeName, ...request }: RequestMeta): z.output<typeof Request> {
  return request;
}

const list = endpoint(
  {
    method: "GET",
    path: "/requests",
    tag,
    summary: "List the requests that this key made, the latest first",
    action: null,
    query: z.strictObject(pageQuery),
    answers: { 200: { description: "One page.", schema: pageOf(Request) } },
  },
  async ({ ctx, query }) => {
    const after = openCursor(ctx, "requests", query);
    const { items, next } = await showRequests(ctx, "yours", { after, limit: query.limit });
    return ok({ items: items.map(shown), next: sealCursor(ctx, "requests", query, next) });
  },
);

const params = z.object({ id: z.string() });

const find = endpoint(
  {
    method: "GET",
    path: "/requests/{id}",
    tag,
    summary: "Read a request that this key made: whether its change was approved",
    action: null,
    params,
    answers: { 200: { description: "As it is now.", schema: Request } },
  },
  async ({ ctx, params }) => {
    const {
      changes: _c,
      changeCount: _n,
      remarks: _r,
      rights: _t,
      conflict: _m,
      ...request
    } = await showRequest(ctx, params.id);
    return ok(shown(request));
  },
);

const withdraw = endpoint(
  {
    method: "POST",
    path: "/requests/{id}/withdraw",
    tag,
    summary: "Withdraw a request that this key made",
    description: "Requests are approved and rejected by people, in the dashboard.",
    action: null,
    params,
    answers: { 204: { description: "Withdrawn." } },
  },
  async ({ ctx, params }) => {
    await withdrawRequest(ctx, params.id);
    return NO_CONTENT;
  },
);

const Policy = z
  .object({
    environment: z.string(),
    approvals: z.int().meta({ description: "0: changes need no approval." }),
    approvers: z
      .string()
      .nullable()
      .meta({ description: "A group whose members approve beside Owners and Super Admins." }),
  })
  .meta({ id: "ChangePolicy" });

const policies = endpoint(
  {
    method: "GET",
    path: "/projects/{project}/policies",
    tag,
    summary: "List how many approvals changes need, environment by environment",
    action: "changePolicy.list",
    params: z.object({ project: z.string() }),
    query: z.strictObject(wholeListQuery),
    answers: { 200: { description: "All of them, or one page.", schema: pageOf(Policy) } },
  },
  async ({ ctx, params, query }) => {
    const items = (await listPolicies(ctx, params.project)).map(({ environment, approvals, group }) => ({
      ...{ environment: environment.slug, approvals, approvers: group?.slug ?? null },
    }));
    return ok(pageOfAll(ctx, "policies", { ...query, ...params }, items));
  },
);

const policy = endpoint(
  {
    method: "PUT",
    path: "/projects/{project}/environments/{environment}/policy",
    tag,
    summary: "Say how many approvals changes in an environment need",
    description: "What makes the policy weaker needs approval itself.",
    action: "changePolicy.write",
    mayWait: true,
    params: z.object({ project: z.string(), environment: z.string() }),
    body: policyInput,
    answers: { 204: { description: "Set." } },
  },
  async ({ ctx, params, body }) => {
    await setPolicy(ctx, params, body);
    return NO_CONTENT;
  },
);

export const requestEndpoints: readonly Endpoint[] = [list, find, withdraw, policies, policy];
