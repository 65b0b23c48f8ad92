import type { SecondFactors } from "@/lib/auth/pending/model";
import type { Member } from "../membership/model";

/** A person as the People page lists them. */
export interface ListedPerson extends Member {
  readonly factors: SecondFactors;
  readonly lastSeenAt: Date | null;
  /** Until when they have to wait after failed tries, from some address at least. */
  readonly waitsUntil: Date | null;
  /** The API keys that they made and that work: what outlives their account. */
  readonly keys: WorkingKeys;
  /** How many secrets have a current value that they set; one more than `KNOWN_MAX` stands for more. */
  readonly knownValues: number;
  /** What ends with their account. */
  readonly sessions: number;
  readonly personalKeys: number;
  readonly grants: number;
  readonly groups: number;
}

/** So many keys of a person are named, and counted. */
export const KEYS_NAMED_MAX = 99;

export interface WorkingKeys {
  /** One more than `KEYS_NAMED_MAX` stands for more. */
  readonly count: number;
  /** Null for `project`: of the whole organisation. The newest first. */
  readonly named: readonly { readonly id: string; readonly name: string; readonly project: string | null }[];
}

export interface PeoplePage {
  readonly items: readonly ListedPerson[];
  /** What the next page begins after. */
  readonly next: string | null;
}
