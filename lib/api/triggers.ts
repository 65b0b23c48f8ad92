import { z } from "zod";
import { listDeliveries, receiveDelivery, replayDelivery } from "@/lib/triggers/deliveries/service";
import { findTrigger, listTriggers } from "@/lib/triggers/listing/service";
import { DELIVERY_STATES, type Delivery as DeliveryFacts } from "@/lib/triggers/model";
import { hmacOptions, newTrigger, SCHEMES, triggerAction, triggerName } from "@/lib/triggers/schema";
import { putTrigger, removeTrigger } from "@/lib/triggers/setting/service";
import { created, NO_CONTENT, ok } from "./answer";
import { openCursor, pageQuery, sealCursor } from "./cursor";
import { type Endpoint, endpoint } from "./endpoint";
import { projectOf, scopeOf, scopeQuery } from "./scope";
import { pageOf } from "./secret-answers";

const tag = "Triggers";
const time = z.iso.datetime();

const Trigger = z
  .object({
    project: z.string(),
    environment: z.string(),
    name: z.string(),
    url: z.string().meta({ description: "Where senders reach it." }),
    scheme: z.enum(SCHEMES),
    hmac: hmacOptions.nullable(),
    secret: z.string().nullable().meta({
      description: "The secret that signatures are checked with; null for one that the key may not know of.",
    }),
    action: triggerAction,
    paused: z.boolean(),
    firedAt: time.nullable().meta({ description: "When it took a delivery last, to the minute." }),
    refusedCount: z.int(),
    refusedAt: time.nullable(),
    updatedAt: time,
    updatedBy: z.string(),
  })
  .meta({ id: "Trigger" });

const deliveryFields = {
  id: z.string(),
  position: z
    .int()
    .meta({ description: "Later ones have higher numbers: the `id` of its event in `/events`." }),
  messageId: z.string().nullable().meta({ description: "What the sender calls it." }),
  replayOf: z.string().nullable().meta({ description: "The delivery that somebody had replayed." }),
  receivedAt: time,
  bytes: z.int(),
  headerNames: z.array(z.string()),
  state: z.enum(DELIVERY_STATES).meta({
    description:
      "`told`: subscribers were told, and nothing else follows; `waiting`: what follows is to be done, or tried again.",
  }),
  attempts: z.int(),
  outcome: z.string().nullable(),
  dueAt: time.nullable().meta({ description: "When it is tried next." }),
  endedAt: time.nullable(),
  kept: z.boolean().meta({ description: "Whether what it brought is still there." }),
};
const Delivery = z.object(deliveryFields).meta({ id: "TriggerDelivery" });

const Received = z
  .object({
    ...deliveryFields,
    headers: z.array(z.array(z.string())).meta({ description: "Name and value of each, as it came." }),
    body: z.string(),
    bodyEncoding: z.enum(["utf8", "base64"]).meta({ description: "`base64` for what is not text." }),
  })
  .meta({ id: "ReceivedDelivery" });

/** A name is unique in its project, so the environment that a client always names says nothing more. */
const inProject = z.strictObject(scopeQuery);
const named = { tag, params: z.object({ name: z.string() }) } as const;
const ofDelivery = { tag, params: z.object({ name: z.string(), id: z.string() }), query: inProject } as const;

const list = endpoint(
  {
    method: "GET",
    path: "/triggers",
    tag,
    summary: "List which webhooks are taken",
    action: "trigger.list",
    query: z.strictObject(scopeQuery),
    answers: { 200: { description: "All of them.", schema: z.object({ items: z.array(Trigger) }) } },
  },
  async ({ ctx, query }) => {
    const scope = { ...projectOf(ctx, query), environment: query.environment };
    return ok({ items: await listTriggers(ctx, scope) });
  },
);

const get = endpoint(
  {
    ...named,
    method: "GET",
    path: "/triggers/{name}",
    summary: "Read which webhooks a trigger takes, and what follows",
    action: "trigger.read",
    query: inProject,
    answers: { 200: { description: "The trigger.", schema: Trigger } },
  },
  async ({ ctx, params, query }) => ok(await findTrigger(ctx, projectOf(ctx, query), params.name)),
);

const put = endpoint(
  {
    ...named,
    method: "PUT",
    path: "/triggers/{name}",
    summary: "Say which webhooks a trigger takes, and what follows",
    description:
      "They are sent to `/hooks/{project}/{name}`. The secret is read whenever one comes: its current version, and the one before in its grace time.",
    action: "trigger.configure",
    params: z.object({ name: triggerName }),
    query: z.strictObject(scopeQuery),
    body: newTrigger,
    answers: { 204: { description: "Said." } },
  },
  async ({ ctx, params, query, body }) => {
    await putTrigger(ctx, scopeOf(ctx, query), params.name, body);
    return NO_CONTENT;
  },
);

const remove = endpoint(
  {
    ...named,
    method: "DELETE",
    path: "/triggers/{name}",
    summary: "Take a trigger away, with its deliveries",
    action: "trigger.configure",
    query: inProject,
    answers: { 204: { description: "Gone." } },
  },
  async ({ ctx, params, query }) => {
    await removeTrigger(ctx, projectOf(ctx, query), params.name);
    return NO_CONTENT;
  },
);

const deliveries = endpoint(
  {
    ...named,
    method: "GET",
    path: "/triggers/{name}/deliveries",
    summary: "List the deliveries of a trigger, newest first",
    action: "trigger.read",
    query: z.strictObject({
      ...scopeQuery,
      after: z.coerce
        .number("A position is a whole number.")
        .int("A position is a whole number.")
        .min(0, "A position is at least 0.")
        .optional()
        .meta({ description: "Those after this position, the oldest first." }),
      ...pageQuery,
    }),
    answers: { 200: { description: "One page.", schema: pageOf(Delivery) } },
  },
  async ({ ctx, params, query }) => {
    const cursor = Number(openCursor(ctx, `triggers/${params.name}`, query) ?? Number.NaN);
    const isForward = query.after !== undefined;
    const from = Number.isNaN(cursor) ? query.after : cursor;
    const { items, hasMore } = await listDeliveries(ctx, projectOf(ctx, query), params.name, {
      limit: query.limit,
      ...(from !== undefined && (isForward ? { after: from } : { before: from })),
    });
    const last = items.at(-1);
    const position = hasMore && last ? String(last.position) : null;
    return ok({ items, next: sealCursor(ctx, `triggers/${params.name}`, query, position) });
  },
);

const receive = endpoint(
  {
    ...ofDelivery,
    method: "GET",
    path: "/triggers/{name}/deliveries/{id}",
    summary: "Read what a delivery brought",
    action: "trigger.receive",
    answers: { 200: { description: "Headers and body, as they came.", schema: Received } },
  },
  async ({ ctx, params, query }) =>
    ok(shown(await receiveDelivery(ctx, projectOf(ctx, query), params.name, params.id))),
);

const replay = endpoint(
  {
    ...ofDelivery,
    method: "POST",
    path: "/triggers/{name}/deliveries/{id}/replay",
    summary: "Have what a delivery brought come again",
    action: "trigger.replay",
    answers: {
      201: {
        description: "It came, as a new delivery.",
        schema: z.object({ id: z.string() }).meta({ id: "ReplayedDelivery" }),
      },
    },
  },
  async ({ ctx, params, query }) =>
    created(await replayDelivery(ctx, projectOf(ctx, query), params.name, params.id)),
);

function shown({ body, headers, ...facts }: DeliveryFacts) {
  const text = body.toString("utf8");
  const isText = Buffer.from(text, "utf8").equals(body);
  return {
    ...facts,
    headers,
    body: isText ? text : body.toString("base64"),
    bodyEncoding: isText ? "utf8" : "base64",
  };
}

export const triggerEndpoints: readonly Endpoint[] = [list, get, put, remove, deliveries, receive, replay];
