import type { Role } from "@/lib/authorization/actor";
import { ruleFor } from "@/lib/authorization/policy";

export type Status = "active" | "suspended";

/** What decides about changes to a person. */
export interface Member {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly status: Status;
}

/** Whether taking this Owner away, in whatever way, would leave nobody who can act as one. */
export function isLastOwner(person: Member, owners: readonly Member[]): boolean {
  const isActing = ({ role, status }: Member) => role === "owner" && status === "active";
  return isActing(person) && !owners.some((other) => other.id !== person.id && isActing(other));
}

/** Whether somebody of this role may do anything to a person of that role. */
export function mayTouch(by: Role, of: Role): boolean {
  return ruleFor(by, of === "owner" ? "owner.manage" : "person.manage") === "always";
}

/** Whether somebody of this role may invite a person of that role. */
export function mayInvite(by: Role, as: Role): boolean {
  return ruleFor(by, as === "owner" ? "owner.manage" : "person.create") === "always";
}
