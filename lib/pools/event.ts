import type { AuditTarget, DetailValue } from "@/lib/audit/model";
import type { EnvironmentRow } from "@/lib/authorization/permit";
import { foldName } from "@/lib/names/model";
import type { Pool } from "./model";
import { nameOf, type StoredMember } from "./rows";
import type { NewPool } from "./schema";

type Environment = Pick<EnvironmentRow, "id" | "projectId">;

/** How events name a pool, apart from secrets of the same name. */
export function poolTarget({ projectId, id: environmentId }: Environment, name: string): AuditTarget {
  return { projectId, environmentId, name: `pool/${name}` };
}

/** How events name a member: as the secret that it is. */
export function memberTarget(
  { projectId, id: environmentId }: Environment,
  member: StoredMember,
): AuditTarget {
  return { projectId, environmentId, secretId: member.secretId, name: nameOf(member) };
}

/** What a change of a pool changes, by the names of members; without anything when it changes nothing. */
export function changesOf(before: Pool, after: NewPool): Readonly<Record<string, DetailValue>> {
  const old = new Map(before.members.map((member) => [foldName(member.name), member]));
  const now = new Map(after.members.map((member) => [foldName(member.name), member]));
  const kept = after.members.flatMap((member) => {
    const was = old.get(foldName(member.name));
    return was ? [{ was, member }] : [];
  });
  const lists = {
    added: after.members.filter(({ name }) => !old.has(foldName(name))).map(({ name }) => name),
    removed: before.members.filter(({ name }) => !now.has(foldName(name))).map(({ name }) => name),
    turnedOn: kept.filter(({ was, member }) => member.isOn && !was.isOn).map(({ was }) => was.name),
    turnedOff: kept.filter(({ was, member }) => !member.isOn && was.isOn).map(({ was }) => was.name),
    weights: kept
      .filter(({ was, member }) => was.weight !== member.weight)
      .map(({ was, member }) => `${was.name} ${was.weight} → ${member.weight}`),
  };
  return {
    ...(before.strategy !== after.strategy && { strategy: { from: before.strategy, to: after.strategy } }),
    ...(before.description !== after.description && {
      description: { from: before.description, to: after.description },
    }),
    ...Object.fromEntries(Object.entries(lists).filter(([, names]) => names.length > 0)),
  };
}
