import type { Actor, ApiKeyActor } from "@/lib/authorization/actor";
import type { Capability } from "@/lib/authorization/capability";
import type { Permission } from "@/lib/authorization/permission";
import { isMember, reachesEnvironment } from "@/lib/authorization/visibility";
import { foldName } from "@/lib/names/model";

/** What a grant is about. */
interface GrantScope {
  readonly projectId: string;
  readonly environmentId: string | null;
  readonly secretId: string | null;
  readonly secretName: string | null;
  /** How names begin. */
  readonly prefix: string | null;
}

/** What an API key must be allowed to do itself to grant a capability. */
const NEEDED: Readonly<Record<Capability, readonly Permission[]>> = {
  see: ["secrets:list"],
  edit: ["secrets:write"],
  set: ["secrets:write"],
  run: ["secrets:read"],
  manage: ["secrets:write", "secrets:read"],
};

/** Whether somebody may make such a grant: as `mayEnd` has it, and an API key nothing that it may not do itself. */
export function mayGrant(actor: Actor, capability: Capability, on: GrantScope): boolean {
  const isHeld =
    actor.kind !== "apiKey" || NEEDED[capability].every((one) => actor.permissions.includes(one));
  return isHeld && mayEnd(actor, capability, on);
}

/**
 * Whether somebody may end such a grant: a Member below what they manage themselves, never managing itself; an API key within
 * the environment that it is bound to. Of others the policy has decided.
 */
export function mayEnd(actor: Actor, capability: Capability, on: GrantScope): boolean {
  if (actor.kind === "apiKey") return isWithin(actor, on);
  if (!isMember(actor)) return true;
  return (
    capability !== "manage" && actor.grants.some((held) => held.capability === "manage" && covers(held, on))
  );
}

function isWithin(key: ApiKeyActor, { environmentId: id, projectId }: GrantScope): boolean {
  return key.environmentId === null || (id !== null && reachesEnvironment(key, { id, projectId }));
}

type Held = Extract<Actor, { kind: "user" }>["grants"][number];

/** Whether a grant is about everything that another one is about. */
function covers(held: Held, on: GrantScope): boolean {
  if (held.projectId !== on.projectId) return false;
  if (held.environmentId !== null && held.environmentId !== on.environmentId) return false;
  if (held.secretId !== null) return held.secretId === on.secretId;
  if (held.namePrefix === null) return true;
  const begins = on.secretName ?? on.prefix;
  return begins !== null && foldName(begins).startsWith(held.namePrefix);
}
