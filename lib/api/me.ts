import { z } from "zod";
import { ownSecretNames } from "@/lib/api-keys/narrowing/service";
import { KEY_KINDS, PERMISSIONS } from "@/lib/authorization/permission";
import { ok } from "./answer";
import { endpoint } from "./endpoint";

const Me = z
  .object({
    id: z.string(),
    name: z.string(),
    kind: z.enum(KEY_KINDS),
    permissions: z.array(z.enum(PERMISSIONS)),
    project: z.string().nullable().meta({ description: "Short name; null: the whole organisation." }),
    environment: z.string().nullable().meta({ description: "Short name; null: every environment." }),
    secrets: z.array(z.string()).nullable().meta({
      description: "Current names of the secrets that it is limited to; null: all in its scope.",
    }),
    expiresAt: z.iso.datetime().nullable(),
  })
  .meta({ id: "Me" });

export const me = endpoint(
  {
    method: "GET",
    path: "/me",
    tag: "Me",
    summary: "The current key’s details",
    action: null,
    answers: { 200: { description: "The key.", schema: Me } },
  },
  async ({ ctx }) => {
    const { id, name, keyKind, permissions, boundScope, expiresAt } = ctx.actor;
    return ok({
      id,
      name,
      kind: keyKind,
      permissions,
      project: boundScope?.project.slug ?? null,
      environment: boundScope?.environment?.slug ?? null,
      secrets: await ownSecretNames(ctx),
      expiresAt: expiresAt?.toISOString() ?? null,
    });
  },
);
