import { z } from "zod";
import { ENDPOINT_FILTERS } from "@/lib/allowlist/model";
import { endpointPatch } from "@/lib/allowlist/patch/schema";
import { patchEndpoint } from "@/lib/allowlist/patch/service";
import { newEndpoint } from "@/lib/allowlist/schema";
import { idempotencyKey, sendInput } from "@/lib/allowlist/sending/schema";
import { sendThrough } from "@/lib/allowlist/sending/service";
import { createEndpoint, deleteEndpoint, findEndpoint, listEndpoints } from "@/lib/allowlist/service";
import { otherIssues } from "@/lib/allowlist/validation";
import { verifyEndpoint } from "@/lib/allowlist/verification/service";
import { fieldError } from "@/lib/platform/app-error";
import {
  endpointNameParam,
  SendAnswer,
  StoredEndpoint,
  SummaryAnswer,
  shownEndpoint,
} from "./allowlist-answers";
import { created, NO_CONTENT, ok } from "./answer";
import type { MachineCtx } from "./context";
import { openCursor, pageQuery, sealCursor } from "./cursor";
import { type Endpoint, endpoint } from "./endpoint";
import { scopeOf, scopeQuery } from "./scope";
import { pageOf } from "./secret-answers";

const tag = "Allowlist";
const scope = z.strictObject(scopeQuery);
const one = { tag, path: "/allowlist/{name}", params: endpointNameParam, query: scope } as const;

const list = endpoint(
  {
    method: "GET",
    path: "/allowlist",
    tag,
    summary: "List the outside endpoints that may be called from here",
    description: "What they are called and where they lead; nothing of their configuration.",
    action: "allowlist.list",
    query: z.strictObject({
      ...scopeQuery,
      search: z.string().max(200, "At most 200 characters.").default("").meta({
        description: "Part of a name, address or description.",
      }),
      show: z.enum(ENDPOINT_FILTERS, "Choose all, ready, inactive or unverified.").default("all"),
      ...pageQuery,
    }),
    answers: { 200: { description: "One page.", schema: pageOf(SummaryAnswer) } },
  },
  async ({ ctx, query }) => {
    const after = openCursor(ctx, "allowlist", query);
    const { search, show, limit } = query;
    const { items, next } = await listEndpoints(ctx, scopeOf(ctx, query), { search, show, limit, after });
    return ok({ items, next: sealCursor(ctx, "allowlist", query, next) });
  },
);

const create = endpoint(
  {
    method: "POST",
    path: "/allowlist",
    tag,
    summary: "Register an endpoint",
    description:
      'It is sent to once it is verified. Wherever a key or a password belongs, name a stored secret that the key may read: `{"secret": "NAME"}`.',
    action: "allowlist.write",
    mayWait: true,
    query: scope,
    body: newEndpoint.omit({ project: true, environment: true }),
    answers: { 201: { description: "Registered.", schema: StoredEndpoint } },
  },
  async ({ ctx, query, body }) => {
    const target = scopeOf(ctx, query);
    const { name } = await createEndpoint(ctx, { ...target, ...body });
    return created(shownEndpoint(await findEndpoint(ctx, target, name)));
  },
  { alsoWrong },
);

const find = endpoint(
  {
    ...one,
    method: "GET",
    summary: "Read an endpoint with its configuration, in which secrets stand by name",
    action: "allowlist.read",
    answers: { 200: { description: "All of it.", schema: StoredEndpoint } },
  },
  async ({ ctx, params, query }) =>
    ok(shownEndpoint(await findEndpoint(ctx, scopeOf(ctx, query), params.name))),
);

const patch = endpoint(
  {
    ...one,
    method: "PATCH",
    summary: "Change an endpoint",
    description:
      "What is left out stays as it is; a configuration is given whole. With `revision`, only if nobody changed it since. Another method or address takes its verification away.",
    action: "allowlist.write",
    mayWait: true,
    body: endpointPatch,
    answers: { 200: { description: "As it is now.", schema: StoredEndpoint } },
  },
  async ({ ctx, params, query, body }) =>
    ok(shownEndpoint(await patchEndpoint(ctx, scopeOf(ctx, query), params.name, body))),
  { alsoWrong },
);

const remove = endpoint(
  {
    ...one,
    method: "DELETE",
    summary: "Delete an endpoint for ever; its sends stay in the audit log",
    action: "allowlist.write",
    answers: { 204: { description: "Deleted." } },
  },
  async ({ ctx, params, query }) => {
    const target = scopeOf(ctx, query);
    const { name } = await findEndpoint(ctx, target, params.name);
    await deleteEndpoint(ctx, { ...target, name, confirmation: name });
    return NO_CONTENT;
  },
);

const verify = endpoint(
  {
    ...one,
    method: "POST",
    path: "/allowlist/{name}/verify",
    summary: "Send an endpoint a challenge, which it has to echo",
    description:
      'A `POST` of `{"type": "strongroom.challenge", "challenge": …}` with none of its secrets. It is verified when it answers with the challenge as text, or as `challenge` of a JSON object.',
    action: "allowlist.verify",
    answers: { 200: { description: "Verified.", schema: SummaryAnswer } },
    problems: [502, 504],
  },
  async ({ ctx, params, query }) => ok(await verifyEndpoint(ctx, { ...scopeOf(ctx, query), ...params })),
);

const send = endpoint(
  {
    ...one,
    method: "POST",
    path: "/allowlist/{name}/send",
    summary: "Send data to an endpoint, with secrets that the caller never sees",
    description:
      "Encrypted, signed and with the headers that its configuration says. Answers 200 whatever the endpoint's own status is. With a header `Idempotency-Key` the same request is sent once within a day: later ones get the same answer, with `Idempotency-Replayed: true`.",
    action: "allowlist.send",
    headers: {
      "Idempotency-Key": "1 to 255 visible ASCII characters: with the same one, once within a day.",
    },
    body: sendInput.optional(),
    opaque: ["data", "query"],
    answers: {
      200: {
        description: "The endpoint’s response.",
        schema: SendAnswer,
        headers: { "Idempotency-Replayed": "`true` when it is an answer that was kept." },
      },
    },
    problems: [502, 504],
  },
  async ({ ctx, params, query, body, header }) => {
    const input = { ...sendable(body), idempotencyKey: keyIn(header("idempotency-key")) };
    const { isReplayed, ...answer } = await sendThrough(ctx, { ...scopeOf(ctx, query), ...params }, input);
    return ok(answer, isReplayed ? { "Idempotency-Replayed": "true" } : {});
  },
);

function alsoWrong({ ctx, query, body }: { ctx: MachineCtx; query: z.output<typeof scope>; body: unknown }) {
  return otherIssues(ctx, scopeOf(ctx, query), body);
}

/** `data: null` is something to send; no data is nothing. */
function sendable({ data, query }: z.output<typeof sendInput> = {}) {
  return { ...(data !== undefined && { data }), ...(query && { query }) };
}

function keyIn(header: string | undefined): string | undefined {
  const { success, data, error } = idempotencyKey.safeParse(header);
  if (success) return data;
  throw fieldError("idempotency-key", error.issues[0]?.message ?? "");
}

export const allowlistEndpoints: readonly Endpoint[] = [list, create, find, patch, remove, verify, send];
