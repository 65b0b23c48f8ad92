export interface GroupMeta {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly members: number;
  readonly grants: number;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly createdBy: string;
}

export interface GroupMemberMeta {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  /** `claim` for whom single sign-on put into the group. */
  readonly source: MemberSource;
  readonly createdAt: string;
  readonly createdBy: string;
}

export const MEMBER_SOURCES = ["admin", "claim"] as const;
export type MemberSource = (typeof MEMBER_SOURCES)[number];

export interface GroupDetails extends GroupMeta {
  /** The first `GROUP_MEMBERS_SHOWN_MAX` by address. */
  readonly people: readonly GroupMemberMeta[];
}

/** An organisation has no more groups, so that a list shows them all. */
export const GROUPS_MAX = 500;
export const GROUP_MEMBERS_SHOWN_MAX = 1_000;

export const GROUPS_PATH = "/people/groups";

export function groupPath(slug: string): string {
  return `${GROUPS_PATH}/${encodeURIComponent(slug)}`;
}
