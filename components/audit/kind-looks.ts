import { CircleDot, Eye, LogIn, type LucideIcon, Pencil, Server, ShieldX, Users } from "lucide-react";
import { AUDIT_KINDS, type AuditKind } from "@/lib/audit/model";

export type ShownKind = AuditKind | "other";

interface KindLook {
  readonly label: string;
  readonly icon: LucideIcon;
  /** The same colour for a bar of the chart, a patch of its legend and an icon. */
  readonly fill: string;
  readonly patch: string;
  readonly ink: string;
}

const LOOKS: Readonly<Record<ShownKind, Omit<KindLook, "label">>> = {
  change: { icon: Pencil, fill: "fill-accent-ink", patch: "bg-accent-ink", ink: "text-accent-ink" },
  read: { icon: Eye, fill: "fill-field", patch: "bg-field", ink: "text-muted" },
  access: { icon: Users, fill: "fill-warning-ink", patch: "bg-warning-ink", ink: "text-warning-ink" },
  signIn: { icon: LogIn, fill: "fill-success-ink", patch: "bg-success-ink", ink: "text-success-ink" },
  refusal: { icon: ShieldX, fill: "fill-danger-ink", patch: "bg-danger-ink", ink: "text-danger-ink" },
  system: { icon: Server, fill: "fill-ink", patch: "bg-ink", ink: "text-ink" },
  other: { icon: CircleDot, fill: "fill-line-strong", patch: "bg-line-strong", ink: "text-muted" },
};

/** In the order in which bars stack, from the bottom up. */
export const SHOWN_KINDS = Object.keys(LOOKS) as readonly ShownKind[];

/** What a kind of event is called and looks like. */
export function lookOf(kind: ShownKind): KindLook {
  return { ...LOOKS[kind], label: kind === "other" ? "Other" : AUDIT_KINDS[kind].label };
}
