import { counted } from "@/lib/counted";
import type { ShownChange } from "../model";

/** A change of a policy, and what it was before. */
export interface PolicyChange {
  readonly project: string;
  readonly environment: string;
  /** 0 for no policy. */
  readonly approvals: number;
  /** The slug of the group whose members approve too. */
  readonly group: string | null;
  readonly before: { readonly approvals: number; readonly group: string | null };
}

export interface PolicyMeta {
  readonly environment: { readonly slug: string; readonly name: string };
  readonly approvals: number;
  readonly group: { readonly slug: string; readonly name: string } | null;
}

export function shownPolicy({ approvals, group, before }: PolicyChange): ShownChange[] {
  return [
    {
      title: "Change the change policy",
      facts: [
        { label: "Approvals", from: approvalsText(before.approvals), to: approvalsText(approvals) },
        { label: "Approved by", from: approversText(before.group), to: approversText(group) },
      ].filter(({ from, to }) => from !== to),
    },
  ];
}

export function approvalsText(approvals: number): string {
  return approvals === 0 ? "None" : counted(approvals, "approval");
}

export function approversText(group: string | null): string {
  return group === null ? "Owners and Super Admins" : `Owners, Super Admins and the group ${group}`;
}
