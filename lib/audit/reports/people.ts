import { ROLE_NAMES, type Role } from "@/lib/authorization/actor";
import type { CellsOf } from "./model";

/** What happened to a person, as the log has it. */
export interface PersonChange {
  readonly action: string;
  /** Their address. */
  readonly person: string;
  readonly by: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

export type PersonThen = Omit<CellsOf<"people">, "secondFactors"> & { readonly person: string };

/** Who has an account after all of these, which come in the order of the log, by address. */
export function peopleAfter(changes: readonly PersonChange[]): PersonThen[] {
  const people = new Map<string, PersonThen>();
  const invitedBy = new Map<string, string>();
  for (const change of changes) {
    const { action, person, at } = change;
    const known = people.get(person);
    const then = known && changed(known, change);
    if (action === "invitation.accepted") invitedBy.set(person, String(change.detail.invitedBy));
    else if (action === "person.removed") people.delete(person);
    else if (then) people.set(person, { ...then, since: at });
    else if (action === "owner.setUp" || action === "person.created") {
      people.set(person, added(change, invitedBy.get(person)));
      invitedBy.delete(person);
    }
  }
  return [...people.values()].sort((a, b) => (a.person < b.person ? -1 : 1));
}

function added({ action, person, by, at, detail }: PersonChange, invitedBy: string | undefined): PersonThen {
  const role = action === "owner.setUp" ? "owner" : detail.role;
  const createdBy = action === "owner.setUp" ? "Set-up link" : (invitedBy ?? by);
  return { person, role: roleName(role), state: "Active", since: at, createdAt: at, createdBy };
}

/** Null when nothing of it is in the report. */
function changed(known: PersonThen, { action, detail }: PersonChange): PersonThen | null {
  switch (action) {
    case "person.roleChanged":
      return { ...known, role: roleName(detail.to) };
    case "person.suspended":
      return { ...known, state: "Suspended" };
    case "person.restored":
      return { ...known, state: "Active" };
    default:
      return null;
  }
}

function roleName(role: unknown): string {
  return typeof role === "string" && Object.hasOwn(ROLE_NAMES, role)
    ? ROLE_NAMES[role as Role]
    : String(role);
}
