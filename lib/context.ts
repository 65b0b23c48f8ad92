import type { KeyUsage } from "@/lib/api-keys/usage/usage";
import type { AuditLog } from "@/lib/audit/log";
import type { AuditOutlets } from "@/lib/audit/outlets/model";
import type { Actor } from "@/lib/authorization/actor";
import type { Backups } from "@/lib/backup/model";
import type { Db, Pool } from "@/lib/db/client";
import type { Keyring } from "@/lib/keys/keyring";
import type { Egress } from "@/lib/net/egress";
import type { Mailer } from "@/lib/net/mail";
import type { Retention } from "@/lib/platform/retention";
import type { SingleSignOn } from "@/lib/platform/single-sign-on";
import type { PoolUsage } from "@/lib/pools/usage/usage";
import type { HoldChanges } from "@/lib/requests/model";
import type { RowSeals } from "@/lib/seals/seals";
import type { ExplainUse } from "@/lib/secrets/conflict";
import type { Freshen } from "@/lib/secrets/external/model";
import type { Prefetched } from "@/lib/secrets/reveal/prefetch";

/** What every use case works with. Made once, at the start of the program. */
export interface Services {
  readonly db: Db;
  readonly pool: Pool;
  readonly keys: Keyring;
  /** What rows that grant something are checked by. */
  readonly seals: RowSeals;
  readonly audit: AuditLog;
  readonly retention: Retention;
  /** After how many days a project gets a new key by itself; null: never. */
  readonly projectKeyDays: number | null;
  /** Where the audit log goes outside of this program. */
  readonly outlets: AuditOutlets;
  /** When backups are made by themselves, and what they are checked against. */
  readonly backups: Backups;
  /** Where it is noted, after the answer, what API keys use. */
  readonly usage: KeyUsage;
  /** Whose turn it is in pools, and what became of their members. */
  readonly pools: PoolUsage;
  /** The way out to other hosts. */
  readonly egress: Egress;
  /** The way out for mail; null where no mail server is set. */
  readonly mail: Mailer | null;
  /** Where people reach this instance, as links begin. */
  readonly origin: string;
  readonly now: () => Date;
  /** The features that may still need a secret which is to be deleted. */
  readonly secretUsers: readonly ExplainUse[];
  /** What reads the values that live in external managers. */
  readonly freshen: Freshen;
  /** Where changes go that need approval. */
  readonly hold: HoldChanges;
  /** The OpenID provider whose word counts here; null without one. */
  readonly singleSignOn: SingleSignOn | null;
}

/** Where a request came from, as the audit log keeps it. */
export interface RequestInfo {
  readonly id: string;
  readonly ip: string | null;
  readonly userAgent: string | null;
  /** The token of a known device that a browser sent. Nothing is known about it yet. */
  readonly device?: string | null;
}

/** Who asks, in which request. */
export interface RequestScope<A extends Actor = Actor> {
  readonly actor: A;
  readonly request: RequestInfo;
  /** What was read from the database together with the actor's key. */
  readonly prefetched?: Prefetched | null;
  /** The id of the approved change request that this carries out. */
  readonly approvedRequest?: string | null;
}

/** What every use case is handed: the services, and for whom. Made by `requestContext` at an edge, passed down, never global. */
export type Ctx<A extends Actor = Actor> = Services & RequestScope<A>;

/** The only builder of a `Ctx`. */
export function requestContext<A extends Actor>(services: Services, scope: RequestScope<A>): Ctx<A> {
  return { ...services, ...scope };
}
