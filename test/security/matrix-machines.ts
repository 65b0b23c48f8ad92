import { createHash } from "node:crypto";
import type { Fields } from "./action";
import { ELSEWHERE, keyFields, madeKey, mappedSecret, newName, SCOPE, storedSecret } from "./fixture";
import type { Instance } from "./instance";
import type { ActionRow } from "./matrix-actions";

/** A key that has read one secret, and the fields of the form that narrows it to that one. */
async function narrowing(
  instance: Instance,
  reach: string,
  input: { project: string | null },
): Promise<Fields> {
  const { key } = await madeKey(instance, input);
  const { id } = await storedSecret(instance);
  await instance.ctx.db.secretRead.create({
    data: { secretId: id, apiKeyId: key.id, version: 1, lastAt: new Date() },
  });
  const tag = createHash("sha256").update(id).digest("base64url");
  return { project: "default", reach, keyId: key.id, tag };
}

/** API keys and shared mappings: what machines get at values by. */
export const MACHINE_MATRIX: Readonly<Record<string, readonly ActionRow[]>> = {
  createApiKeyAction: [
    {
      tries: "making a key",
      cells: "done done forbidden forbidden in in",
      fields: async () => keyFields(),
    },
    {
      tries: "making a key of the whole organisation",
      cells: "done forbidden forbidden forbidden in in",
      fields: async () => keyFields({ reach: "organisation", environment: "*" }),
    },
    {
      tries: "making a key where there is no project",
      cells: "notFound notFound forbidden forbidden in in",
      fields: async () => keyFields({ project: "nowhere" }),
    },
  ],
  revokeApiKeyAction: [
    {
      tries: "revoking a key",
      cells: "done done forbidden forbidden in in",
      fields: async (instance) => ({
        ...{ project: "default", reach: "project" },
        keyId: (await madeKey(instance)).key.id,
      }),
    },
    {
      tries: "revoking a key of the whole organisation",
      cells: "done forbidden forbidden forbidden in in",
      fields: async (instance) => ({
        ...{ project: "default", reach: "organisation" },
        keyId: (await madeKey(instance, { project: null })).key.id,
      }),
    },
    {
      tries: "revoking a key of another project",
      cells: "notFound notFound forbidden forbidden in in",
      fields: async (instance) => ({
        ...{ project: "default", reach: "project" },
        keyId: (await madeKey(instance, { project: "platform" })).key.id,
      }),
    },
  ],
  narrowApiKeyAction: [
    {
      tries: "narrowing a key to what it read",
      cells: "done done forbidden forbidden in in",
      fields: (instance) => narrowing(instance, "project", { project: "default" }),
    },
    {
      tries: "narrowing a key of the whole organisation",
      cells: "done forbidden forbidden forbidden in in",
      fields: (instance) => narrowing(instance, "organisation", { project: null }),
    },
    {
      tries: "narrowing a key of another project",
      cells: "notFound notFound forbidden forbidden in in",
      fields: (instance) => narrowing(instance, "project", { project: "platform" }),
    },
    {
      tries: "narrowing a key to other secrets than were shown",
      cells: "conflict conflict forbidden forbidden in in",
      fields: async (instance) => ({
        ...(await narrowing(instance, "project", { project: "default" })),
        tag: "of others",
      }),
    },
  ],
  widenApiKeyAction: [
    {
      tries: "widening a narrowed key",
      cells: "done done forbidden forbidden in in",
      fields: async (instance) => {
        const { name } = await storedSecret(instance);
        const { key } = await madeKey(instance, { project: "default", secrets: [name] });
        return { project: "default", reach: "project", keyId: key.id, secrets: "" };
      },
    },
    {
      tries: "widening a key that is not narrowed",
      cells: "conflict conflict forbidden forbidden in in",
      fields: async (instance) => ({
        ...{ project: "default", reach: "project", secrets: "" },
        keyId: (await madeKey(instance)).key.id,
      }),
    },
  ],
  createMappingAction: [
    {
      tries: "mapping a shared secret",
      cells: "done done forbidden forbidden in in",
      fields: async (instance) => {
        const { name } = await storedSecret(instance, ELSEWHERE);
        return { ...SCOPE, name: newName("M"), sharedEnvironment: "production", sharedName: name };
      },
    },
    {
      tries: "mapping a secret of a project that is not shared",
      cells: "notFound notFound forbidden forbidden in in",
      fields: async (instance) => {
        const { name } = await storedSecret(instance);
        return { ...SCOPE, name: newName("M"), sharedEnvironment: "production", sharedName: name };
      },
    },
  ],
  deleteMappingAction: [
    {
      tries: "removing a mapping",
      cells: "done done forbidden forbidden in in",
      fields: async (instance) => ({ ...SCOPE, mappingId: (await mappedSecret(instance)).mapping.id }),
    },
    {
      tries: "removing a mapping of another environment",
      cells: "notFound notFound forbidden forbidden in in",
      fields: async (instance) => ({
        ...{ project: "default", environment: "staging" },
        mappingId: (await mappedSecret(instance)).mapping.id,
      }),
    },
  ],
};
