import { z } from "zod";
import { ownSecretNames } from "@/lib/api-keys/narrowing/service";
import { ROLES } from "@/lib/authorization/actor";
import { KEY_KINDS, PERMISSIONS } from "@/lib/authorization/permission";
import { revokeThisKey } from "@/lib/personal-keys/service";
import { AppError } from "@/lib/platform/app-error";
import { NO_CONTENT, ok } from "./answer";
import { endpoint } from "./endpoint";

const Me = z
  .object({
    id: z.string(),
    name: z.string(),
    kind: z.enum([...KEY_KINDS, "person"]).meta({ description: "`person`: a personal key." }),
    person: z
      .object({ email: z.string(), role: z.enum(ROLES) })
      .nullable()
      .meta({ description: "Whom a personal key stands for; what they may do, it does." }),
    permissions: z.array(z.enum(PERMISSIONS)).meta({ description: "None for a personal key." }),
    project: z.string().nullable().meta({ description: "Short name; null: the whole organisation." }),
    environment: z.string().nullable().meta({ description: "Short name; null: every environment." }),
    secrets: z.array(z.string()).nullable().meta({
      description: "Current names of the secrets that it is limited to; null: all in its scope.",
    }),
    expiresAt: z.iso.datetime().nullable(),
  })
  .meta({ id: "Me" });

const read = endpoint(
  {
    method: "GET",
    path: "/me",
    tag: "Me",
    summary: "The current key’s details",
    action: null,
    answers: { 200: { description: "The key.", schema: Me } },
  },
  async ({ ctx }) => {
    const { actor } = ctx;
    if (actor.kind === "user") {
      const { personalKey, email, role } = actor;
      const { id, name, expiresAt } = personalKey;
      const anywhere = { permissions: [], project: null, environment: null, secrets: null };
      const person = { email, role };
      return ok({ id, name, kind: "person", person, ...anywhere, expiresAt: expiresAt.toISOString() });
    }
    const { id, name, keyKind, permissions, boundScope, expiresAt } = actor;
    return ok({
      id,
      name,
      kind: keyKind,
      person: null,
      permissions,
      project: boundScope?.project.slug ?? null,
      environment: boundScope?.environment?.slug ?? null,
      secrets: await ownSecretNames({ ...ctx, actor }),
      expiresAt: expiresAt?.toISOString() ?? null,
    });
  },
);

const end = endpoint(
  {
    method: "DELETE",
    path: "/me",
    tag: "Me",
    summary: "Revoke the personal key of this request",
    description: "For signing out. API keys of machines are revoked by those who manage them.",
    action: null,
    answers: { 204: { description: "Revoked." } },
  },
  async ({ ctx }) => {
    const { actor } = ctx;
    if (actor.kind !== "user") throw new AppError("forbidden", "Only a personal key revokes itself.");
    await revokeThisKey({ ...ctx, actor });
    return NO_CONTENT;
  },
);

export const meEndpoints = [read, end] as const;
