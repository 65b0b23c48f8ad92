import { durationText } from "@/lib/quantity";
import { line, named, numberOf, shown, type Wording } from "./detail";

type LeaseAction = `lease.${
  | "created"
  | "renewed"
  | "revoked"
  | "retried"
  | "forgotten"
  | "ended"
  | "failed"}`;

const KINDS: Readonly<Record<string, string>> = { postgres: "PostgreSQL", mysql: "MySQL or MariaDB" };

/** Why a lease ended, by the code that the event has. */
const REASONS: Readonly<Record<string, string>> = {
  expired: "Its time was over.",
  revoked: "Somebody ended it.",
  keyEnded: "Its API key ended.",
  failed: "It could not be made.",
  abandoned: "The server stopped while it was being created.",
};

/** Events about where users of databases are leased from. */
export const LEASE_SOURCES: Readonly<Record<"leaseSource.set" | "leaseSource.removed", Wording>> = {
  "leaseSource.set": {
    label: "Lease source set up",
    sentence: (name) => `Set up the lease source ${name}`,
    details: (d) => [
      line("Database", d.kind, (kind) => named(KINDS, kind)),
      line("Host", d.host),
      line("Credential", d.credential),
      line("Statements", d.statements),
      line("Longest time", d.ttlSecondsMax, (seconds) => durationText(numberOf(seconds))),
      line("Leases at most", d.leasesMax),
    ],
  },
  "leaseSource.removed": {
    label: "Lease source removed",
    sentence: (name) => `Removed the lease source ${name}`,
  },
};

/** Events about users of databases that live for minutes. */
export const LEASES: Readonly<Record<LeaseAction, Wording>> = {
  "lease.created": {
    label: "Lease made",
    sentence: (name, d) => `Leased ${shown(d.user)} from ${name}`,
    details: (d) => [line("Until", d.until)],
  },
  "lease.renewed": {
    label: "Lease renewed",
    sentence: (name, d) => `Renewed the lease of ${shown(d.user)} from ${name}`,
    details: (d) => [line("Until", d.until)],
  },
  "lease.revoked": {
    label: "Lease revoked",
    sentence: (name, d) => `Ended the lease of ${shown(d.user)} from ${name} before its time`,
  },
  "lease.retried": {
    label: "Lease: tried again",
    sentence: (name, d) => `Had dropping ${shown(d.user)} of ${name} tried again`,
  },
  "lease.forgotten": {
    label: "Lease given up",
    sentence: (name, d) => `Gave up dropping ${shown(d.user)} of ${name}`,
    details: () => ["The user may still be in the database."],
  },
  "lease.ended": {
    label: "Lease ended",
    sentence: (name, d) => `Dropped ${shown(d.user)} of ${name}`,
    details: (d) => [named(REASONS, d.reason)],
  },
  "lease.failed": {
    label: "Lease failed",
    sentence: (name, d) => `Failed to ${d.step === "make" ? "make" : "drop"} ${shown(d.user)} of ${name}`,
    details: (d) => [
      shown(d.error),
      line("Attempt", d.attempt),
      d.needsAttention === true ? "It needs attention." : "",
    ],
  },
};
