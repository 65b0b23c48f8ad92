import { z } from "zod";
import { askedValue } from "@/lib/value-links/schema";
import { askForValue } from "@/lib/value-links/service";
import { created } from "./answer";
import { type Endpoint, endpoint } from "./endpoint";
import { scopeOf, scopeQuery } from "./scope";
import { nameParam } from "./secret-answers";

const Asked = z
  .object({
    url: z.string().meta({
      description: "Where the value is given, once, without an account. It is in this answer alone.",
    }),
    expiresAt: z.iso.datetime(),
  })
  .meta({ id: "AskedValue" });

const ask = endpoint(
  {
    method: "POST",
    path: "/secrets/{name}/ask",
    tag: "Secrets",
    summary: "Ask somebody without an account for a value",
    description:
      "The value becomes a new version or, where there is no secret of the name, a new secret. For people, through a personal key, who may store it themselves.",
    action: "secret.rotate",
    params: nameParam,
    query: z.strictObject(scopeQuery),
    body: askedValue,
    answers: { 201: { description: "The link.", schema: Asked } },
  },
  async ({ ctx, params, query, body }) => {
    const { url, expiresAt } = await askForValue(ctx, { ...body, ...params, ...scopeOf(ctx, query) });
    return created({ url, expiresAt: expiresAt.toISOString() });
  },
);

export const valueLinkEndpoints: readonly Endpoint[] = [ask];
