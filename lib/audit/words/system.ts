import { ROLE_NAMES } from "@/lib/authorization/actor";
import { counted } from "@/lib/counted";
import { AUDIT_KINDS } from "../model";
import { BREACHES } from "../verification/breaches";
import { METHODS } from "./access";
import { CONNECTING_REFUSALS } from "./connections";
import {
  capital,
  count,
  type Detail,
  fromTo,
  line,
  listed,
  named,
  numberOf,
  shown,
  type Wording,
} from "./detail";
import { refusedDelivery } from "./triggers";
import { WANTED } from "./wanted";

/** Events in which something was not allowed. Those that came in great number are counted by one event, with `more`. */
export const REFUSALS: Readonly<Record<(typeof AUDIT_KINDS)["refusal"]["actions"][number], Wording>> = {
  "access.refused": {
    label: "Access refused",
    sentence: (_, d) => moreOf(d) ?? `Was refused: ${wantedOf(d)}`,
    details: (d) => [line("Reason", d.reason, capital)],
  },
  "session.refused": {
    label: "Sign-in refused",
    sentence: (name, d) => moreOf(d) ?? `Was refused: sign in as ${name}`,
    details: (d) => [
      line("Reason", d.reason, capital),
      line("With", d.methods, (methods) =>
        Array.isArray(methods) ? methods.map((one) => named(METHODS, one)).join(" and ") : listed(methods),
      ),
    ],
  },
  "personalKey.refused": {
    label: "Personal key refused",
    sentence: (name, d) => moreOf(d) ?? `Was refused: use the personal key ${name}, which is ${shown(d.why)}`,
  },
  "apiKey.refused": {
    label: "API key refused",
    sentence: (name, d) => moreOf(d) ?? `Was refused: use the API key ${name}, which is ${shown(d.why)}`,
  },
  "connection.refused": {
    label: "Connecting refused",
    sentence: (name, d) => moreOf(d) ?? `Was refused: connect the app ${name}`,
    details: (d) => [line("Reason", d.reason, (reason) => named(CONNECTING_REFUSALS, reason))],
  },
  "trigger.refused": {
    label: "Delivery refused",
    sentence: (name, d) => moreOf(d) ?? refusedDelivery(name, d),
  },
};

const KIND_LABELS = Object.fromEntries(Object.entries(AUDIT_KINDS).map(([kind, { label }]) => [kind, label]));

/** Events of the program itself and of the shell of its host. */
export const SYSTEM: Readonly<Record<(typeof AUDIT_KINDS)["system"]["actions"][number], Wording>> = {
  "instance.started": { label: "Instance started", sentence: () => "Started Strongroom" },
  "masterKey.rotated": {
    label: "Master key rotated",
    sentence: () => "Rotated the master key",
    details: (d) => [
      line("Key", fromTo(d.from, d.to, shown)),
      count(d.projectKeys, "project key", " rewrapped"),
    ],
  },
  "projectKey.rotated": {
    label: "Project key rotated",
    sentence: (name) => `Gave the project ${name} a new key`,
    details: (d) => [line("Key", fromTo(d.from, d.key, shown))],
  },
  "projectKey.erased": {
    label: "Project key erased",
    sentence: (name) => `Erased a key of the project ${name} that nothing was sealed by any more`,
    details: (d) => [line("Key", d.key)],
  },
  "masterKey.split": {
    label: "Master key split",
    sentence: (_, d) =>
      `Split the master key into ${counted(numberOf(d.shares), "share")}, ${shown(d.threshold)} of which make it again`,
    details: sheetOf,
  },
  "masterKey.sharesChecked": {
    label: "Shares checked",
    sentence: () => "Found that shares of the master key still make it",
    details: sheetOf,
  },
  "backup.made": {
    label: "Backup made",
    sentence: (name) => `Made the backup ${name}`,
    details: (d) => [count(d.rows, "row"), line("Master key", d.masterKey), line("SHA-256", d.sha256)],
  },
  "backup.failed": {
    label: "Backup failed",
    sentence: () => "Could not make a backup",
    details: (d) => [line("Reason", d.reason)],
  },
  "backup.restored": {
    label: "Backup restored",
    sentence: (_, d) => `Restored this database from a backup of ${shown(d.madeAt)}`,
    details: (d) => [
      count(d.rows, "row"),
      line("The log ended at", d.head),
      line("Master key", d.masterKey),
      line("SHA-256", d.sha256),
    ],
  },
  "backup.partRestored": {
    label: "Restored from a backup",
    sentence: (name, d) => `Restored secrets of ${name} from a backup of ${shown(d.madeAt)}`,
    details: (d) => [count(d.secrets, "secret", " stored"), count(d.refused, "secret", " refused")],
  },
  "rows.sealed": {
    label: "Rows sealed",
    sentence: (_, d) => `Sealed ${counted(numberOf(d.rows), "row")} that permit something`,
  },
  "row.tampered": {
    label: "Tampering found",
    sentence: (_, d) => `Found a row of ${shown(d.table)} that was tampered with`,
    details: rowOf,
  },
  "row.accepted": {
    label: "Tampered row accepted",
    sentence: (_, d) => `Accepted a row of ${shown(d.table)} that was tampered with`,
    details: rowOf,
  },
  "row.deleted": {
    label: "Tampered row deleted",
    sentence: (_, d) => `Deleted a row of ${shown(d.table)} that was tampered with`,
    details: rowOf,
  },
  "rows.verified": {
    label: "Rows intact again",
    sentence: () => "Found all rows that permit something intact again",
  },
  "audit.rolledBack": {
    label: "Audit log set back",
    sentence: () => "Found the audit log set back to an earlier end",
    details: (d) => [line("Was seen to end at", d.seen), line("Ended at", d.found)],
  },
  "audit.witnessMismatch": {
    label: "Witness contradicts the log",
    sentence: () => "Found that the audit log does not fit a checkpoint that was kept outside",
    details: (d) => [line("What is wrong", d.reason, capital), count(d.size, "event", " in the checkpoint")],
  },
  "audit.broken": {
    label: "Audit log broken",
    sentence: (_, d) => `Found that event ${shown(d.seq)} of the audit log ${named(BREACHES, d.breach)}`,
  },
  "audit.pruned": {
    label: "Old events removed",
    sentence: (_, d) =>
      `Removed ${counted(Number(d.events) || 0, "old event")} of the kind ${named(KIND_LABELS, d.kind)}, as retention has it`,
    details: (d) => [line("Between", `event ${shown(d.from)} and event ${shown(d.to)}`)],
  },
  "audit.exported": {
    label: "Evidence exported",
    sentence: (_, d) => `Exported ${counted(numberOf(d.events), "event")} as evidence`,
    details: (d) => [line("Narrowed by", d.narrowedBy)],
  },
  "audit.packed": {
    label: "Evidence pack made",
    sentence: (_, d) =>
      `Made an evidence pack with a sample of ${counted(numberOf(d.sample), "event")} out of ${numberOf(d.events)}`,
    details: (d) => [
      line("Period", `${shown(d.from)} to ${shown(d.to)}`),
      line("Project", d.project),
      line("Environment", d.environment),
      line("Seed of the sample", d.seed),
    ],
  },
};

function moreOf({ more }: Detail): string | null {
  return typeof more === "number" ? `Was refused ${counted(more, "more time")} within a minute` : null;
}

function wantedOf({ wanted, to }: Detail): string {
  if (wanted === "person.roleChanged") return `become ${named(ROLE_NAMES, to)} by single sign-on`;
  return named(WANTED, wanted);
}

function sheetOf({ key, sheet }: Detail): string[] {
  return [line("Key", key), line("Recovery sheet", sheet)];
}

function rowOf({ id }: Detail): string[] {
  return [line("Row", id)];
}
