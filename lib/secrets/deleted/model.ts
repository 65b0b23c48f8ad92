/** A secret that was deleted. Its change log is still there. */
export interface DeletedSecret {
  readonly id: string;
  /** Its last name. */
  readonly name: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly by: string;
  /** How many versions were erased; null where the log does not say. */
  readonly versions: number | null;
}

export interface DeletedPage {
  readonly items: readonly DeletedSecret[];
  /** The `before` of the next, older page, or null at the end. */
  readonly next: number | null;
}
