import type { NewAuditEvent } from "@/lib/audit/model";
import type { EnvironmentRef } from "@/lib/authorization/permit";
import { counted } from "@/lib/counted";
import type { ShownChange, ShownFact } from "@/lib/requests/model";
import { AUDIENCE_NAMES, CATEGORY_NAMES } from "../classification";
import { shapeText, type ValueShape } from "../shapes/model";
import type { SealedVersion } from "../writing/model";
import type { SecretText } from "../writing/store";

/** A version as a request keeps it: its value waits apart, under the same id. */
export interface StoredVersion
  extends Pick<SealedVersion, "id" | "origin" | "restoredFrom" | "valueGroup" | "shape"> {
  /** Of the key by which group and shape were made; requests from before that was kept have none. */
  readonly projectKeyId?: string;
  /** RFC 3339. */
  readonly expiresAt: string | null;
  readonly copiedFrom: string | null;
  /** The version that holds the same value, as far as that was compared. */
  readonly sameValueAs: number | null;
  /** Names of the other environments in which the name has this value. */
  readonly sameIn: readonly string[];
}

export interface StoredCreation {
  readonly scope: EnvironmentRef;
  readonly secret: SecretText & { readonly id: string };
  readonly version: StoredVersion;
}

export interface StoredSecretChange {
  readonly scope: EnvironmentRef;
  readonly secretId: string;
  readonly action: "secret.update" | "secret.rotate" | "secret.restore";
  /** As it was when the request was made. */
  readonly before: SecretText & { readonly version: number };
  readonly text: Partial<SecretText> | null;
  readonly version: StoredVersion | null;
  readonly sameValue: "add" | "leave";
  readonly ifRevision: number;
}

export interface StoredDeletion {
  readonly scope: EnvironmentRef;
  readonly secretId: string;
  readonly name: string;
  readonly ifVersion: number;
}

/** Writes of secrets as a request keeps them. */
export interface StoredWrites {
  readonly creations: readonly StoredCreation[];
  readonly changes: readonly StoredSecretChange[];
  readonly deletions: readonly StoredDeletion[];
  readonly events: readonly NewAuditEvent[];
}

/** What a request for writes is called. */
export function titleOf({ creations, changes, deletions }: StoredWrites): string {
  const [creation, change, deletion] = [creations[0], changes[0], deletions[0]];
  const count = creations.length + changes.length + deletions.length;
  if (count === 1) {
    if (creation) return `Store ${creation.secret.name}`;
    if (change) return changeTitle(change);
    if (deletion) return `Delete ${deletion.name}`;
  }
  if (deletions.length === 0) {
    const isStoring = creations.length > 0 || changes.some(({ version }) => version !== null);
    return `${isStoring ? "Store" : "Edit"} ${counted(count, "secret")}`;
  }
  const moved = creations.length + changes.length;
  return moved === 0 ? `Delete ${counted(count, "secret")}` : `Move ${counted(moved, "secret")}`;
}

function changeTitle({ before, text, version }: StoredSecretChange): string {
  if (version?.restoredFrom) return `Restore version ${version.restoredFrom} of ${before.name}`;
  if (version) return `Replace the value of ${before.name}`;
  if (text?.name !== undefined && text.name !== before.name) return `Rename ${before.name} to ${text.name}`;
  return `Edit ${before.name}`;
}

/** What is to be done, one by one, without values. */
export function shownWrites({ creations, changes, deletions }: StoredWrites): ShownChange[] {
  return [
    ...creations.map(({ secret, version }) => ({
      title: `Store ${secret.name}`,
      facts: [...textFacts(null, secret), ...versionFacts(version)],
    })),
    ...changes.map((change) => ({
      title: changeTitle(change),
      facts: [
        ...textFacts(change.before, change.text ?? {}),
        ...(change.version ? versionFacts(change.version) : []),
      ],
    })),
    ...deletions.map(({ name, ifVersion }) => ({
      title: `Delete ${name}`,
      facts: [{ label: "Versions that go", from: null, to: `${ifVersion}` }],
    })),
  ];
}

/** Of categories and audiences, which have no name in common. */
const NAMES: Readonly<Record<string, string>> = { ...CATEGORY_NAMES, ...AUDIENCE_NAMES };

const LABELS = {
  name: "Name",
  description: "Description",
  category: "Category",
  audience: "Readable by",
} as const;

function textFacts(before: SecretText | null, text: Partial<SecretText>): ShownFact[] {
  return (["name", "description", "category", "audience"] as const).flatMap((part): ShownFact[] => {
    const to = text[part];
    if (to === undefined || to === before?.[part] || (before === null && to === "")) return [];
    const shown = (text: string) =>
      part === "name" || part === "description" ? text : (NAMES[text] ?? text);
    return [{ label: LABELS[part], from: before ? shown(before[part]) : null, to: shown(to) }];
  });
}

function versionFacts({ shape, sameValueAs, sameIn, expiresAt, copiedFrom }: StoredVersion): ShownFact[] {
  const fact = (label: string, to: string | null): ShownFact[] =>
    to === null ? [] : [{ label, from: null, to }];
  const list = new Intl.ListFormat("en");
  return [
    ...fact("New value", shape && shapeText(plainShape(shape), undefined)),
    ...fact("Same value as", sameValueAs === null ? null : `version ${sameValueAs}`),
    ...fact("Same value in", sameIn.length === 0 ? null : list.format(sameIn)),
    ...fact("Copied from", copiedFrom),
    ...fact("Value ends", expiresAt),
  ];
}

/** Without what is compared. */
function plainShape({ kind, length }: ValueShape): ValueShape {
  return { kind, length };
}

/** Whether writes touch more than one environment. */
export function isWide({ creations, changes, deletions }: StoredWrites): boolean {
  const scopes = [...creations, ...changes, ...deletions].map(
    ({ scope }) => `${scope.project}/${scope.environment}`,
  );
  return new Set(scopes).size > 1;
}
