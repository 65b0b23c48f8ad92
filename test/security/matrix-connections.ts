import { connectedApp } from "../connected-app";
import { ELSEWHERE, SCOPE, storedSecret } from "./fixture";
import type { Instance } from "./instance";
import type { ActionRow } from "./matrix-actions";

type Scope = typeof SCOPE | typeof ELSEWHERE;

let count = 0;
const newAppName = () => `app-${++count}`;

/** Nobody is asked: it is at an address that is never called. */
const provider = { kind: "github", address: "https://127.0.0.1:9" };
const client = { clientId: "client", scopes: "repo user", grant: "code", owner: "project" };

/** The fields of a form that registers an app. */
async function wanted(instance: Instance, scope: Scope = SCOPE) {
  const { name: credential } = await storedSecret(instance, scope);
  return { ...SCOPE, name: newAppName(), isNew: "on", kind: "github", ...client, credential };
}

/** The fields of a form about one that is connected. */
async function app(instance: Instance, scope: Scope = SCOPE) {
  const { name: credential } = await storedSecret(instance, scope);
  const now = () => new Date();
  const name = await connectedApp({ ...instance.ctx, now }, scope, {
    name: newAppName(),
    credential,
    kind: "microsoft",
  });
  return { ...scope, name };
}

/** Apps of other providers. */
export const CONNECTION_MATRIX: Readonly<Record<string, readonly ActionRow[]>> = {
  putConnectionAction: [
    {
      tries: "registering an app",
      cells: "done done forbidden forbidden in in",
      fields: (instance) => wanted(instance),
    },
    {
      tries: "registering an app whose client secret is a secret of another project",
      cells: "validation validation forbidden forbidden in in",
      fields: (instance) => wanted(instance, ELSEWHERE),
    },
    {
      tries: "registering an app of a name that is taken",
      cells: "validation validation forbidden forbidden in in",
      fields: async (instance) => ({ ...(await wanted(instance)), name: (await app(instance)).name }),
    },
    {
      tries: "registering an app at a private address",
      cells: "validation validation forbidden forbidden in in",
      fields: async (instance) => ({ ...(await wanted(instance)), ...provider }),
    },
  ],
  removeConnectionAction: [
    {
      tries: "deleting an app",
      cells: "done done forbidden forbidden in in",
      fields: (instance) => app(instance),
    },
    {
      tries: "deleting an app of another project under one's own",
      cells: "notFound notFound forbidden forbidden in in",
      fields: async (instance) => ({ ...(await app(instance, ELSEWHERE)), ...SCOPE }),
    },
  ],
  disconnectAction: [
    {
      tries: "disconnecting an app",
      cells: "done done forbidden forbidden in in",
      fields: (instance) => app(instance),
    },
    {
      tries: "disconnecting an app of another project under one's own",
      cells: "notFound notFound forbidden forbidden in in",
      fields: async (instance) => ({ ...(await app(instance, ELSEWHERE)), ...SCOPE }),
    },
  ],
};
