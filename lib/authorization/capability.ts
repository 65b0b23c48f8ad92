/** What a grant lets its holder do to the secrets that it is about. */
export const CAPABILITIES = ["see", "edit", "set", "run", "manage"] as const;
export type Capability = (typeof CAPABILITIES)[number];

/** A grant that a person has, alone or through a group. */
export interface HeldGrant {
  readonly projectId: string;
  /** Null: every environment of the project. */
  readonly environmentId: string | null;
  /** The one secret, … */
  readonly secretId: string | null;
  /** … or how folded names begin; neither: every secret there. */
  readonly namePrefix: string | null;
  readonly capability: Capability;
}

/** Whether a capability is enough where another is needed: each includes seeing, and managing includes all. */
export function includes(held: Capability, needed: Capability): boolean {
  return held === needed || needed === "see" || held === "manage";
}

/** Whether a grant is about anything in an environment. */
export function touches(
  { projectId, environmentId }: Pick<HeldGrant, "projectId" | "environmentId">,
  environment: { readonly id: string; readonly projectId: string },
): boolean {
  return projectId === environment.projectId && (environmentId === null || environmentId === environment.id);
}
