export const ROLES = ["owner", "super_admin", "auditor", "member"] as const;
export type Role = (typeof ROLES)[number];

export const ROLE_NAMES: Readonly<Record<Role, string>> = {
  owner: "Owner",
  super_admin: "Super Admin",
  auditor: "Auditor",
  member: "Member",
};

/** A signed-in person. */
export interface UserActor {
  readonly kind: "user";
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly sessionId: string;
  /** When they last proved who they are. */
  readonly confirmedAt: Date;
}

/** Someone at the shell of the host, through `npm run admin`. */
export interface OperatorActor {
  readonly kind: "operator";
  readonly name: string;
}

/** A named piece of work of the program itself. */
export interface JobActor {
  readonly kind: "job";
  readonly name: string;
}

/** Nobody yet: signing in, and the set-up page. */
export interface AnonymousActor {
  readonly kind: "anonymous";
}

export type Actor = UserActor | OperatorActor | JobActor | AnonymousActor;

/** How the audit log names an actor: the address for people, the name for the rest. */
export function actorLabel(actor: Actor): string {
  switch (actor.kind) {
    case "user":
      return actor.email;
    case "operator":
    case "job":
      return actor.name;
    case "anonymous":
      return "anonymous";
  }
}
