import { counted } from "@/lib/counted";
import type { RotationMark } from "@/lib/rotation/model";
import type { Audience, Category } from "./classification";
import type { SourceState } from "./external/model";

export * from "./classification";

export const DESCRIPTION_LENGTH_MAX = 2_048;
export const VALUE_BYTES_MAX = 64 * 1_024;

/** What is wrong with a value, in words and numbers, or null. Never repeats any of it. */
export function valueIssue(value: string): string | null {
  if (value === "") return "Enter a value.";
  const bytes = new TextEncoder().encode(value).length;
  if (bytes > VALUE_BYTES_MAX) {
    return `A value has at most 65,536 bytes (64 KiB). This one has ${bytes.toLocaleString("en")}.`;
  }
  const nulls = value.split("\0").length - 1;
  if (nulls > 0) {
    return `A value cannot hold NUL, which no environment variable can carry. This one has ${counted(nulls, "NUL character")}.`;
  }
  if (!value.isWellFormed())
    return "The value is not valid Unicode text: half of a surrogate pair stands alone.";
  return null;
}

/** All that may be shown of a secret. There is no field that could hold a value. */
export interface SecretMeta {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly category: Category;
  readonly audience: Audience;
  readonly version: number;
  readonly revision: number;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly updatedBy: string;
  /** When its current value was stored. */
  readonly replacedAt: string;
  /** The first characters of what is stored, always equally many. */
  readonly representation: string;
  /** The first characters of the keyed fingerprint of the current value; null for a value that is compared with none. */
  readonly fingerprint: string | null;
  /** When the current value ends by itself, as far as it says so: a certificate, a token. ISO 8601, UTC. */
  readonly expiresAt: string | null;
  /** Where the value lives, when that is in an external manager. */
  readonly source: SourceState | null;
}

/** What somebody may do to a secret: for showing or leaving out a button. */
export interface SecretRights {
  /** Name, description, category and readers. */
  readonly update: boolean;
  /** The value. */
  readonly rotate: boolean;
  readonly restore: boolean;
  readonly delete: boolean;
  /** See how it is rotated. */
  readonly rotation: boolean;
  /** See who reaches it. */
  readonly access: boolean;
}

export const NO_RIGHTS: SecretRights = {
  ...{ update: false, rotate: false, restore: false, delete: false, rotation: false, access: false },
};

/** A secret as people list them. */
export interface ListedSecret extends SecretMeta {
  /** When an API key was handed its value last. ISO 8601, UTC. */
  readonly lastReadAt: string | null;
  /** What whoever lists it may do to it. */
  readonly may: SecretRights;
}

/** The same with what is to be said of how it is rotated, if anything. */
export interface MarkedSecret extends ListedSecret {
  readonly rotation: RotationMark | null;
}

export interface SecretPage<Item extends SecretMeta = SecretMeta> {
  readonly items: readonly Item[];
  /** Opaque position after the last item, or null at the end. */
  readonly next: string | null;
}

/** Another environment of a project in which a search finds something. */
export interface Elsewhere {
  readonly environment: string;
  readonly name: string;
  readonly count: number;
}

/** A secret that was found outside of the environment one is in. */
export interface FoundSecret {
  readonly id: string;
  readonly name: string;
  readonly project: string;
  readonly environment: string;
  readonly environmentName: string;
}

/** What is known of a name while someone types it. */
export interface NameCheck {
  /** Why the name cannot be used, or null. */
  readonly issue: string | null;
  /** The secret that has the name, or whose environment variable it would take. */
  readonly holder: string | null;
}
