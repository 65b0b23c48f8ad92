import type { Permit } from "@/lib/authorization/permit";
import type { Ctx } from "@/lib/context";
import type { ProjectKeys } from "../keyring";

/** Some of the rows that are sealed by a key that was replaced. */
export interface ResealBatch {
  readonly permit: Permit<"projectKey.rotate">;
  /** The keys of the project, the active one among them. */
  readonly keys: ProjectKeys;
  /** The key that was replaced. */
  readonly keyId: string;
  /** Those after this id, in the order of ids. */
  readonly afterId: string;
}

export interface ResealedBatch {
  /** Null when there are no more rows. */
  readonly lastId: string | null;
  /** How many are sealed by the active key now. Rows that are locked, or do not open, are left as they are. */
  readonly resealed: number;
}

/** A kind of rows that are sealed by project keys. */
export interface KeyUser {
  /** How many are sealed by a key. */
  readonly count: (ctx: Pick<Ctx, "pool">, keyId: string) => Promise<number>;
  /** Seals some anew, in one transaction, as far as they are what the program wrote. */
  readonly reseal: (ctx: Ctx, batch: ResealBatch) => Promise<ResealedBatch>;
}
