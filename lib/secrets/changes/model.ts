import { AUDIT_KINDS, type AuditAction, type DetailValue } from "@/lib/audit/model";
import type { EventWords } from "@/lib/audit/words/words";
import type { SecretMeta } from "../model";

/** Kinds of change that the log can be narrowed to, with the events that they stand for. */
export const CHANGE_KINDS = {
  value: {
    label: "Value",
    actions: [
      "secret.created",
      "secret.rotated",
      "secret.restored",
      "rotation.finished",
      "rotation.reverted",
    ],
  },
  text: {
    label: "Name and description",
    actions: ["secret.renamed", "secret.described", "secret.classified"],
  },
  sharing: { label: "Sharing", actions: ["mapping.created", "mapping.deleted"] },
  rotation: {
    label: "Rotation",
    actions: AUDIT_KINDS.change.actions.filter((action) => action.startsWith("rotation")),
  },
  use: {
    label: "Reads",
    actions: ["secret.revealed", "secret.used", "secret.compared", "secret.copied", "pool.taken"],
  },
} as const satisfies Record<string, { readonly label: string; readonly actions: readonly AuditAction[] }>;

export type ChangeKind = keyof typeof CHANGE_KINDS;

/** One line of a change log. */
export interface ChangeEntry {
  readonly seq: number;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly action: string;
  readonly by: string;
  readonly ip: string | null;
  readonly detail: Readonly<Record<string, DetailValue>>;
}

/** A line with what it says in words. */
export type ToldChange = ChangeEntry & Pick<EventWords, "label" | "details">;

/** The fields of a line, in the order in which a file has them, and what it says as one sentence. */
export const CHANGE_COLUMNS = [
  "seq",
  "at",
  "action",
  "by",
  "ip",
  "detail",
  "summary",
] as const satisfies readonly (keyof ChangeEntry | "summary")[];

export interface ChangePage<Entry = ChangeEntry> {
  readonly items: readonly Entry[];
  /** The `before` of the next, older page, or null at the beginning of the log. */
  readonly next: number | null;
}

export interface ChangeLog {
  /** The secret's name, as it is now or was when it was deleted. */
  readonly name: string;
  /** Null when the secret was deleted. */
  readonly secret: SecretMeta | null;
  readonly page: ChangePage;
  /** What may be said of the values of these versions, by their numbers. */
  readonly values: Readonly<Record<number, string>>;
}
