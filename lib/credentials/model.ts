/** So many of one kind are counted; where there are as many, there may be more. */
export const CREDENTIALS_COUNTED_MAX = 1_000;

/** The kinds of credentials of a project, in the order of the tabs. */
export const CREDENTIAL_KINDS = [
  "apiKeys",
  "sshKeys",
  "providerKeys",
  "pools",
  "connections",
  "triggers",
  "managers",
] as const;
export type CredentialKind = (typeof CREDENTIAL_KINDS)[number];

/** How many of one kind a project has. Null: those of this kind do not end, or their use is not noted. */
export interface CredentialCounts {
  readonly kind: CredentialKind;
  readonly count: number;
  readonly endsSoon: number | null;
  readonly neverUsed: number | null;
}
