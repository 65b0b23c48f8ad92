import type { KeyUsage } from "@/lib/api-keys/usage/usage";
import type { AuditLog } from "@/lib/audit/log";
import type { Actor } from "@/lib/authorization/actor";
import type { Db, Pool } from "@/lib/db/client";
import type { Keyring } from "@/lib/keys/keyring";
import type { Egress } from "@/lib/net/egress";
import type { SingleSignOn } from "@/lib/platform/single-sign-on";
import type { RowSeals } from "@/lib/seals/seals";
import type { Foreseen } from "@/lib/secrets/disclosure/foresight";

/** Where a request came from, as the audit log keeps it. */
export interface RequestInfo {
  readonly id: string;
  readonly ip: string | null;
  readonly userAgent: string | null;
  /** The token of a known device that a browser sent. Nothing is known about it yet. */
  readonly device?: string | null;
}

/** What every use case is handed. Built at an edge, passed down, never global; this file holds types only. */
export interface Ctx {
  readonly actor: Actor;
  readonly db: Db;
  readonly pool: Pool;
  readonly keys: Keyring;
  /** What rows that grant something are checked by. */
  readonly seals: RowSeals;
  readonly audit: AuditLog;
  /** Where it is noted, after the answer, what API keys use. */
  readonly usage: KeyUsage;
  /** The way out to other hosts. */
  readonly egress: Egress;
  readonly now: () => Date;
  readonly request: RequestInfo;
  /** The OpenID provider whose word counts here; null without one. */
  readonly singleSignOn: SingleSignOn | null;
  /** What was asked of the database beside the actor's key. */
  readonly foreseen?: Foreseen | null;
}
