import { ELSEWHERE, keyFields, madeKey, mappedSecret, newName, SCOPE, storedSecret } from "./fixture";
import type { ActionRow } from "./matrix-actions";

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
