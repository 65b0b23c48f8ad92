import type { RowSeals } from "@/lib/seals/seals";

/** What is read of a secret to check its seal, beside its id. */
export interface SecretColumns {
  readonly secretId: string;
  readonly secretEnvironmentId: string;
  readonly secretName: string;
  readonly secretNameFolded: string;
  readonly secretVariable: string;
  readonly audience: string;
  readonly currentVersion: number;
  readonly currentVersionId: string | null;
  readonly secretSeal: Uint8Array;
}

/** The same of the mapping that brings it into an environment; nulls for a secret that lives there. */
export interface MappingColumns {
  readonly mappingId: string | null;
  readonly mappedName: string | null;
  readonly mappedNameFolded: string | null;
  readonly mappedVariable: string | null;
  readonly mappingSeal: Uint8Array | null;
}

/** A secret by the name that it has in an environment, as it was read. */
export type NameColumns = SecretColumns & MappingColumns;

/** Whether a secret is as the program wrote it. */
export function isSecretIntact(seals: RowSeals, row: SecretColumns): boolean {
  return seals.isIntact("secrets", {
    id: row.secretId,
    environmentId: row.secretEnvironmentId,
    name: row.secretName,
    nameFolded: row.secretNameFolded,
    variable: row.secretVariable,
    audience: row.audience,
    currentVersion: row.currentVersion,
    currentVersionId: row.currentVersionId,
    seal: row.secretSeal,
  });
}

/** Whether a secret and, if there is one, the mapping that brings it into the environment are as the program wrote them. */
export function isNameIntact(seals: RowSeals, environmentId: string, row: NameColumns): boolean {
  if (!isSecretIntact(seals, row)) return false;
  const { mappingId, mappedName, mappedNameFolded, mappedVariable, mappingSeal, secretId } = row;
  if (mappingId === null) return row.secretEnvironmentId === environmentId;
  return seals.isIntact("shared_mappings", {
    ...{ id: mappingId, environmentId, secretId },
    name: mappedName ?? "",
    nameFolded: mappedNameFolded ?? "",
    variable: mappedVariable ?? "",
    seal: mappingSeal ?? new Uint8Array(),
  });
}
