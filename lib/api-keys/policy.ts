import type { KeyKind, Permission } from "@/lib/authorization/permission";

/** How far a key goes: what decides whether one key exceeds another. */
export interface KeyReach {
  readonly keyKind: KeyKind;
  readonly permissions: readonly Permission[];
  readonly projectId: string | null;
  readonly environmentId: string | null;
  readonly allowedSecretIds: readonly string[] | null;
  readonly expiresAt: Date | null;
}

/**
 * In what a key would exceed the key that makes it, in words; empty when it stays within. A `service` key sees the
 * secrets for everyone and nothing more, so every kind may make one; any other kind sees secrets of its own.
 */
export function excessOf(maker: KeyReach, made: KeyReach): string[] {
  const permissions = made.permissions.filter((permission) => !maker.permissions.includes(permission));
  return [
    ...permissions.map((permission) => `the permission ${permission}`),
    ...(isWithin(maker.projectId, made.projectId) ? [] : ["the project"]),
    ...(isWithin(maker.environmentId, made.environmentId) ? [] : ["the environment"]),
    ...(made.keyKind === maker.keyKind || made.keyKind === "service" ? [] : [`the kind ${made.keyKind}`]),
    ...secretsBeyond(maker.allowedSecretIds, made.allowedSecretIds),
    ...(outlives(maker.expiresAt, made.expiresAt) ? ["the expiry, which is later than its own"] : []),
  ];
}

/** Null stands for all of them. */
function isWithin(maker: string | null, made: string | null): boolean {
  return maker === null || maker === made;
}

function secretsBeyond(maker: readonly string[] | null, made: readonly string[] | null): string[] {
  if (maker === null) return [];
  const own = new Set(maker);
  return made === null || made.some((id) => !own.has(id))
    ? ["secrets beyond those that it is narrowed to"]
    : [];
}

function outlives(maker: Date | null, made: Date | null): boolean {
  return maker !== null && (made === null || made > maker);
}
