import type { EndpointEdit, NewEndpoint } from "@/lib/allowlist/schema";
import { createEndpoint, updateEndpoint } from "@/lib/allowlist/service";
import type { SecretTarget } from "@/lib/authorization/permit";
import type { Ctx } from "@/lib/context";
import type { Tx } from "@/lib/db/client";
import { sqlIn } from "@/lib/db/sql";
import { joining } from "@/lib/db/transaction";
import { putPolicy } from "@/lib/rotation/policy/service";
import type { NewRotationPolicy } from "@/lib/rotation/schema";
import { isWide, type StoredWrites, shownWrites } from "@/lib/secrets/waiting/model";
import { conflictOfWrites, writeStored } from "@/lib/secrets/waiting/restoring/service";
import type { MappingDeletion, NewMapping } from "@/lib/shared-mappings/schema";
import { createMapping, deleteMapping } from "@/lib/shared-mappings/service";
import { type AccessAsked, shownAccess } from "./access/model";
import { grantAsked } from "./access/service";
import type { RequestKind, ShownChange } from "./model";
import { type PolicyChange, shownPolicy } from "./policies/model";
import { setPolicyIn } from "./policies/service";
import { findValues, type RequestRow } from "./store";

/** By whom, and with how many approvals, a request is carried out. */
export interface CarryingOut {
  /** Whoever decided last. */
  readonly decider: Ctx;
  /** Who asked, with the rights that they have now; null for access that is asked for, which the decider grants. */
  readonly asker: Ctx | null;
  readonly approvals: number;
}

interface Kind<Change> {
  readonly show: (change: Change) => readonly ShownChange[];
  /** Does it in the transaction of the last approval. */
  readonly apply: (tx: Tx, by: CarryingOut, request: RequestRow, change: Change) => Promise<void>;
  /** Why it cannot be done any more, as far as that shows before. */
  readonly conflict?: (ctx: Ctx, change: Change) => Promise<string | null>;
  /** Whether it touches more than the environment that its request is in. */
  readonly isWide?: (change: Change) => boolean;
}

const kind = <Change extends object>(one: Kind<Change>): Kind<object> => one as Kind<object>;

type MappingChange =
  | { readonly create: NewMapping }
  | { readonly remove: MappingDeletion & { readonly name: string } };
interface RotationChange {
  readonly target: SecretTarget;
  readonly input: NewRotationPolicy;
}
type EndpointChange = { readonly create: NewEndpoint } | { readonly update: EndpointEdit };

/** Every kind of request. A new one is added here, and nowhere else. */
export const KINDS: Readonly<Record<RequestKind, Kind<object>>> = {
  secrets: kind<StoredWrites>({
    show: shownWrites,
    conflict: conflictOfWrites,
    isWide,
    apply: async (tx, by, request, change) => {
      const values = await findValues(sqlIn(tx), by.decider.seals, request.id);
      await writeStored(tx, askerOf(by), change, values, by.approvals);
    },
  }),
  mapping: kind<MappingChange>({
    show: (change) => [
      "create" in change
        ? {
            title: `Map ${change.create.name}`,
            facts: [
              {
                ...{ label: "Shared secret", from: null },
                to: `${change.create.sharedName} of ${change.create.sharedEnvironment}`,
              },
            ],
          }
        : { title: `Remove the mapping ${change.remove.name}`, facts: [] },
    ],
    apply: async (tx, by, _request, change) => {
      const ctx = joining(askerOf(by), tx);
      if ("create" in change) return void (await createMapping(ctx, change.create));
      const { name: _name, ...deletion } = change.remove;
      await deleteMapping(ctx, deletion);
    },
  }),
  endpoint: kind<EndpointChange>({
    show: (change) => {
      const [verb, input] = "create" in change ? ["Add", change.create] : ["Change", change.update];
      return [
        {
          title: `${verb} the endpoint ${input.name}`,
          facts: [
            { label: "Sends to", from: null, to: `${input.method} ${input.url}` },
            {
              ...{ label: "Configuration", from: null },
              to: input.configuration ? JSON.stringify(input.configuration, null, 2) : "As it is",
            },
          ],
        },
      ];
    },
    apply: async (tx, by, _request, change) => {
      const ctx = joining(askerOf(by), tx);
      if ("create" in change) await createEndpoint(ctx, change.create);
      else await updateEndpoint(ctx, change.update);
    },
  }),
  rotation: kind<RotationChange>({
    show: ({ target, input: { credential, ...policy } }) => [
      {
        title: `Change how ${"name" in target.secret ? target.secret.name : "the secret"} is rotated`,
        facts: [
          { label: "Policy", from: null, to: JSON.stringify(policy, null, 2) },
          ...(credential === null ? [] : [{ label: "Credential", from: null, to: credential }]),
        ],
      },
    ],
    apply: async (tx, by, _request, { target, input }) => putPolicy(joining(askerOf(by), tx), target, input),
  }),
  policy: kind<PolicyChange>({
    show: shownPolicy,
    apply: async (tx, by, _request, change) => setPolicyIn(tx, askerOf(by), change),
  }),
  access: kind<AccessAsked>({
    show: shownAccess,
    apply: async (tx, { decider }, request, change) =>
      grantAsked(joining(decider, tx), request.requestedBy, change),
  }),
};

function askerOf({ asker }: CarryingOut): Ctx {
  if (!asker) throw new TypeError("a change is made in the name of who asked for it");
  return asker;
}
