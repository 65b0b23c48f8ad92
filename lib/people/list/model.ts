import type { SecondFactors } from "@/lib/auth/pending/model";
import type { Member } from "../membership/model";

/** A person as the People page lists them. */
export interface ListedPerson extends Member {
  readonly factors: SecondFactors;
  readonly lastSeenAt: Date | null;
  /** Until when they have to wait after failed tries, from some address at least. */
  readonly waitsUntil: Date | null;
}

export interface PeoplePage {
  readonly items: readonly ListedPerson[];
  /** What the next page begins after. */
  readonly next: string | null;
}
