import type { DetailValue } from "@/lib/audit/model";
import type { Audience } from "../model";

/** How many changes a watcher that comes back is told one by one. */
export const RESUMED_MAX = 1_000;

/** An event of the audit log that changes what a reader of values gets. */
export interface Change {
  readonly seq: number;
  readonly action: string;
  readonly environmentId: string | null;
  readonly secretId: string | null;
  readonly name: string | null;
  readonly detail: Readonly<Record<string, DetailValue>>;
}

/** A delivery that a trigger took, by its place in the audit log. */
export interface Fired {
  readonly seq: number;
  readonly environmentId: string;
  /** The name of the trigger. */
  readonly trigger: string;
  /** The id of the delivery. */
  readonly delivery: string;
}

/** A secret as it is now, with the names that it is mapped to elsewhere. */
export interface WatchedSecret {
  readonly audience: Audience;
  readonly version: number;
  readonly mappings: readonly { readonly environmentId: string; readonly name: string }[];
}

/** What a watcher is told: a name, and the version that it stands for now; null when it is gone. */
export interface Notice {
  readonly seq: number;
  readonly name: string;
  readonly version: number | null;
  readonly change: "created" | "replaced" | "restored" | "renamed" | "reclassified" | "deleted";
  /** The name that the secret had before. */
  readonly renamedFrom?: string;
  /** Whether it is a secret of `platform`, there or under a name here. */
  readonly shared: boolean;
}

/** From where somebody watches, and what of it they may know of. */
export interface WatchScope {
  readonly environmentId: string;
  /** Whether all secrets of the environment are shared ones. */
  readonly isPlatform: boolean;
  readonly maySee: MaySee;
}

type Told = Omit<Notice, "shared">;

/** Whether a watcher may know of a secret of that id and audience. */
export type MaySee = (secret: { readonly id: string; readonly audience: Audience }) => boolean;

const VALUE_CHANGES: Readonly<Record<string, Notice["change"]>> = {
  "secret.created": "created",
  "secret.rotated": "replaced",
  "secret.restored": "restored",
  "mapping.created": "created",
};

/** What a watcher of an environment is told of a change: nothing about what it may not know of. */
export function noticesOf(
  change: Change,
  secret: WatchedSecret | undefined,
  { environmentId, isPlatform, maySee }: WatchScope,
): Notice[] {
  const isHere = change.environmentId === environmentId;
  const shared = isPlatform || !isHere || change.action.startsWith("mapping.");
  const under = (name: string) =>
    noticesUnder(change, name, secret, maySee).map((told) => ({ ...told, shared }));
  if (isHere) return change.name === null ? [] : under(change.name);
  if (change.action.startsWith("mapping.") || !secret) return [];
  // Elsewhere: a shared secret, which has a name of its own here. Its renaming there changes nothing here.
  if (change.action === "secret.renamed") return [];
  const names = secret.mappings.filter((mapping) => mapping.environmentId === environmentId);
  return names.flatMap(({ name }) => under(name));
}

function noticesUnder(
  change: Change,
  name: string,
  secret: WatchedSecret | undefined,
  maySee: MaySee,
): Told[] {
  const { seq, action, detail, secretId: id } = change;
  const audience = secret?.audience ?? audienceIn(detail);
  if (audience === null || id === null) return [];
  const gone = (of: string): Told => ({ seq, name: of, version: null, change: "deleted" });
  const canSee = maySee({ id, audience });
  if (action === "secret.deleted" || action === "mapping.deleted") return canSee ? [gone(name)] : [];
  // Deleted since: the notice of that follows.
  if (!secret) return [];
  const { version } = secret;
  if (action === "secret.renamed") {
    const from = String(detail.from ?? "");
    return canSee ? [{ seq, name, version, change: "renamed", renamedFrom: from }] : [];
  }
  if (action === "secret.classified") {
    const before = audienceIn(detail.from);
    if (canSee) return [{ seq, name, version, change: "reclassified" }];
    return before && maySee({ id, audience: before }) ? [gone(name)] : [];
  }
  const kind = VALUE_CHANGES[action];
  const told = typeof detail.version === "number" ? detail.version : version;
  return canSee && kind ? [{ seq, name, version: told, change: kind }] : [];
}

function audienceIn(detail: DetailValue | undefined): Audience | null {
  const input =
    typeof detail === "object" && detail !== null && "audience" in detail ? detail.audience : null;
  return input === "all" || input === "agents" || input === "tools" || input === "sandboxes" ? input : null;
}
