import type { NewAuditEvent } from "@/lib/audit/model";
import type { Permit, SecretRow } from "@/lib/authorization/permit";
import type { Sql } from "@/lib/db/sql";
import type { SealedValue } from "@/lib/keys/keyring";
import type { ValueShape } from "../shapes/model";
import type { DeletionRow, NewSecretRow, ReadIn, SecretText, VersionRow } from "./store";

/** A value that is sealed for a secret, and where it comes from. */
export interface SealedVersion {
  readonly id: string;
  readonly sealed: SealedValue;
  readonly origin: "rotated" | "restored" | "external";
  readonly restoredFrom: number | null;
  /** When the value ends by itself, as far as it says so. */
  readonly expiresAt: Date | null;
  /** Of `ProjectKeys.groupOf`; null where it is not known. */
  readonly valueGroup: string | null;
  readonly shape: ValueShape | null;
  /** Where the value was copied from: the short name of an environment, or what of an external manager. */
  readonly copiedFrom?: string;
  /** Where it was read, when it lives elsewhere. */
  readonly readIn?: ReadIn;
}

/** A new secret and its first version. */
export interface SecretCreation {
  readonly permit: Permit<"secret.create">;
  readonly secret: NewSecretRow;
  readonly version: VersionRow;
  /** As of `SealedVersion`. */
  readonly copiedFrom?: string;
}

/** What to do to one secret that is there. */
export interface SecretChange {
  readonly permit: Permit<"secret.update"> | Permit<"secret.rotate"> | Permit<"secret.restore">;
  /** What is left out stays as it is. */
  readonly text?: Partial<SecretText> | undefined;
  readonly version?: SealedVersion | undefined;
  /** Whether the value that the secret has already makes a version too. */
  readonly sameValue: "add" | "leave";
  /** Only if nobody changed anything since. */
  readonly ifRevision?: number | undefined;
  /** Only if this is the current version. */
  readonly ifVersion?: number | undefined;
}

export type ChangeResult =
  | { readonly kind: "gone" }
  /** Changed since the revision or version that was expected. Carries the secret as it is. */
  | { readonly kind: "changed"; readonly secret: SecretRow }
  | {
      readonly kind: "done";
      readonly name: string;
      /** The current version. */
      readonly version: number;
      readonly isNewVersion: boolean;
      readonly hasNewText: boolean;
      /** The oldest version with the same value, as far as it was compared. */
      readonly sameValueAs: number | null;
    };

/** What one call does to secrets: all of it or, when one is gone or not as expected, nothing. */
export interface SecretWrites {
  readonly creations: readonly SecretCreation[];
  /** Each of another secret. */
  readonly changes: readonly SecretChange[];
  /** Written after the rest, so that what is moved is not gone before it is there. */
  readonly deletions?: readonly DeletionRow[];
  /** What is recorded with it. */
  readonly events?: readonly NewAuditEvent[];
  /** What else is written in the same transaction. Such writes cannot wait for approval. */
  readonly alongside?: (sql: Sql) => Promise<void>;
}

/** In the order of the changes. Unless all of them are `done`, nothing was written. */
export type ChangeResults = readonly ChangeResult[];
