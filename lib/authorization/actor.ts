import type { HeldGrant } from "./capability";
import type { KeyKind, Permission } from "./permission";
import type { EnvironmentRow, ProjectRow } from "./permit";

export const ROLES = ["owner", "super_admin", "auditor", "member"] as const;
export type Role = (typeof ROLES)[number];

export const ROLE_NAMES: Readonly<Record<Role, string>> = {
  owner: "Owner",
  super_admin: "Super Admin",
  auditor: "Auditor",
  member: "Member",
};

interface Person {
  readonly kind: "user";
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  /** What they were granted, as it is at this moment; of Members alone, since the other roles go by the policy. */
  readonly grants: readonly HeldGrant[];
}

/** A signed-in person. */
export interface UserActor extends Person {
  readonly sessionId: string;
  /** When they last proved who they are. */
  readonly confirmedAt: Date;
  readonly personalKey?: undefined;
  readonly valueLink?: undefined;
}

/** A person through one of their personal keys: in no session, and without any proof that it is them at this moment. */
export interface PersonalKeyActor extends Person {
  readonly personalKey: { readonly id: string; readonly name: string; readonly expiresAt: Date };
  readonly valueLink?: undefined;
}

/** Somebody who has the link by which a person asks for a value: they store it with what that person may do at this moment. */
export interface ValueLinkActor extends Person {
  readonly valueLink: { readonly id: string };
  readonly personalKey?: undefined;
}

/** A person, in whichever way they come. */
export type PersonActor = UserActor | PersonalKeyActor | ValueLinkActor;

/** A machine that showed an API key which is neither revoked nor expired. */
export interface ApiKeyActor {
  readonly kind: "apiKey";
  readonly id: string;
  readonly name: string;
  readonly keyKind: KeyKind;
  readonly permissions: readonly Permission[];
  /** Null: the whole organisation. */
  readonly projectId: string | null;
  /** Null: every environment of its project. */
  readonly environmentId: string | null;
  /** Ids of the only secrets that it may use; null: every secret in its scope. */
  readonly allowedSecretIds: readonly string[] | null;
  /** Null: it does not end by itself. */
  readonly expiresAt?: Date | null;
  /** Whether its changes need no approval. */
  readonly skipsApproval?: boolean;
  /** The project and environment that it is bound to, as they were found together with the key. */
  readonly boundScope?: BoundScope | null;
}

export interface BoundScope {
  readonly project: ProjectRow;
  readonly environment: EnvironmentRow | null;
}

/** Someone on the server’s command line, through `npm run admin`. */
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

export type Actor = PersonActor | ApiKeyActor | OperatorActor | JobActor | AnonymousActor;

/** How the audit log names an actor: the address for people, the name for the rest. */
export function actorLabel(actor: Actor): string {
  switch (actor.kind) {
    case "user":
      return actor.valueLink ? `link of ${actor.email}` : actor.email;
    case "apiKey":
    case "operator":
    case "job":
      return actor.name;
    case "anonymous":
      return "anonymous";
  }
}
