import { createManager } from "@/lib/managers/connections/service";
import { newManager } from "@/lib/managers/schema";
import { ELSEWHERE, SCOPE, storedSecret } from "./fixture";
import type { Instance } from "./instance";
import type { ActionRow } from "./matrix-actions";

type Scope = typeof SCOPE | typeof ELSEWHERE;

let count = 0;
const newManagerName = () => `manager-${++count}`;

/** Nobody answers there. */
const vault = { kind: "vault", address: "https://vault.example.com", mount: "secret", kvVersion: "2" };
const texts = { namespace: "", method: "token", ca: "", cacheSeconds: "60", staleSeconds: "3600" };

/** The fields of a form about a manager that is there. */
async function manager(instance: Instance, scope: Scope = SCOPE) {
  const { name: credential } = await storedSecret(instance, scope);
  const name = newManagerName();
  await createManager(instance.ctx, scope, newManager.parse({ ...vault, name, credential }));
  return { ...scope, name };
}

/** The fields of a form that connects one. */
async function wanted(instance: Instance, scope: Scope = SCOPE) {
  const { name: credential } = await storedSecret(instance, scope);
  return { ...SCOPE, name: newManagerName(), isNew: "on", ...vault, ...texts, credential };
}

/** The fields of a form for a secret whose value lives in a manager. */
const reference = { name: "LIVES_THERE", path: "app", field: "", label: "", description: "" };
const classes = { category: "custom", audience: "all" };

/** External managers, and values that live in them. */
export const MANAGER_MATRIX: Readonly<Record<string, readonly ActionRow[]>> = {
  putManagerAction: [
    {
      tries: "connecting an external manager",
      cells: "done done forbidden forbidden in in",
      fields: (instance) => wanted(instance),
    },
    {
      tries: "connecting one that is signed in to with a secret of another project",
      cells: "validation validation forbidden forbidden in in",
      fields: (instance) => wanted(instance, ELSEWHERE),
    },
    {
      tries: "connecting one of a name that is taken",
      cells: "validation validation forbidden forbidden in in",
      fields: async (instance) => ({ ...(await wanted(instance)), ...(await manager(instance)) }),
    },
    {
      tries: "connecting one at a private address",
      cells: "validation validation forbidden forbidden in in",
      fields: async (instance) => ({ ...(await wanted(instance)), address: "https://10.0.0.7" }),
    },
  ],
  removeManagerAction: [
    {
      tries: "forgetting an external manager",
      cells: "done done forbidden forbidden in in",
      fields: (instance) => manager(instance),
    },
    {
      tries: "forgetting one of another project under one's own",
      cells: "notFound notFound forbidden forbidden in in",
      fields: async (instance) => ({ ...(await manager(instance, ELSEWHERE)), ...SCOPE }),
    },
  ],
  testManagerAction: [
    {
      tries: "testing an external manager that is not there",
      cells: "notFound notFound forbidden forbidden in in",
      fields: async () => ({ ...SCOPE, name: "nowhere" }),
    },
  ],
  storeReferenceAction: [
    {
      tries: "having a value live in a manager of another project",
      cells: "validation validation forbidden forbidden in in",
      fields: async (instance) => {
        const { name } = await manager(instance, ELSEWHERE);
        return { ...SCOPE, ...reference, ...classes, manager: name };
      },
    },
  ],
};
