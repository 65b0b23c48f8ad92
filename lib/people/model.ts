import type { Role } from "@/lib/authorization/actor";

/** Where people are. */
export const PEOPLE_PATH = "/people";

/** What may be shown of a person. */
export interface PersonMeta {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
}

/** The name of somebody who gave none: what stands before the @ of their address. */
export function nameFromEmail(email: string): string {
  return email.split("@", 1)[0] || email;
}
