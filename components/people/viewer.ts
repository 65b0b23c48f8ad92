import type { Role } from "@/lib/authorization/actor";

/** Who looks at the People page, and the roles that they may give. */
export interface Viewer {
  readonly id: string;
  readonly role: Role;
  readonly roles: readonly Role[];
}
