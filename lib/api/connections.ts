import { z } from "zod";
import { listConnectionsIn } from "@/lib/connections/listing/service";
import { CONNECTION_OWNERS, CONNECTION_STATES, PROVIDER_KINDS } from "@/lib/connections/model";
import { giveToken } from "@/lib/connections/tokens/service";
import { ok } from "./answer";
import { type Endpoint, endpoint } from "./endpoint";
import { projectOf, scopeOf, scopeQuery } from "./scope";

const tag = "Connections";
const time = z.iso.datetime();

const Entry = z
  .object({
    project: z.string(),
    environment: z.string(),
    name: z.string(),
    provider: z.enum(PROVIDER_KINDS),
    host: z.string().meta({ description: "Where its tokens come from." }),
    owner: z.enum(CONNECTION_OWNERS).meta({ description: "`person`: it ends with whoever connected it." }),
    state: z.enum(CONNECTION_STATES).meta({
      description: "`failing`: refreshing is tried again; `reconnect`: a person has to connect it.",
    }),
    scopes: z.array(z.string()).meta({ description: "What was asked for." }),
    scopesGranted: z.array(z.string()),
    scopesMissing: z.array(z.string()),
    expiresAt: time.nullable().meta({ description: "When the access token ends; null: not by itself." }),
    refreshed: z.boolean().meta({ description: "Whether it is refreshed by itself." }),
    connectedAt: time.nullable(),
    lastUsedAt: time.nullable(),
    error: z.string().nullable(),
  })
  .meta({ id: "Connection" });

const Token = z
  .object({
    accessToken: z.string(),
    expiresAt: time.nullable().meta({ description: "Null: it does not end by itself." }),
  })
  .meta({ id: "AccessToken" });

const list = endpoint(
  {
    method: "GET",
    path: "/connections",
    tag,
    summary: "List connected apps, and how they stand",
    action: "connection.list",
    query: z.strictObject(scopeQuery),
    answers: { 200: { description: "All of them.", schema: z.object({ items: z.array(Entry) }) } },
  },
  async ({ ctx, query }) => {
    const scope = { ...projectOf(ctx, query), environment: query.environment };
    const all = await listConnectionsIn(ctx, scope);
    const items = all.map((one) => ({
      ...{ project: one.project, environment: one.environment, name: one.name, provider: one.kind },
      ...{ host: one.host, owner: one.owner, state: one.state, scopes: one.scopes },
      ...{ scopesGranted: one.scopesGranted, scopesMissing: one.scopesMissing, expiresAt: one.expiresAt },
      ...{ refreshed: one.isRefreshed, connectedAt: one.connectedAt, lastUsedAt: one.lastUsedAt },
      error: one.error,
    }));
    return ok({ items });
  },
);

const token = endpoint(
  {
    method: "GET",
    path: "/connections/{name}/token",
    tag,
    summary: "Get the access token of a connected app",
    description:
      "It is refreshed before if it is about to end. Conflict: a person has to connect the app first. Ask each time rather than keep it.",
    action: "connection.use",
    params: z.object({ name: z.string() }),
    query: z.strictObject(scopeQuery),
    answers: { 200: { description: "Good for a minute at least.", schema: Token } },
    problems: [502],
  },
  async ({ ctx, params, query }) => ok(await giveToken(ctx, scopeOf(ctx, query), params.name)),
);

export const connectionEndpoints: readonly Endpoint[] = [list, token];
