import { counted } from "@/lib/counted";

/** The version that saving or restoring made. */
export interface AddedVersion {
  readonly version: number;
  readonly sameValueAs: number | null;
}

/** What was saved, for a toast. */
export function savedMessage(name: string, added: AddedVersion | null): string {
  if (!added) return `Saved ${name}`;
  const same = added.sameValueAs === null ? "" : `. Same value as version ${added.sameValueAs}`;
  return `Saved ${name}, now at version ${added.version}${same}`;
}

/** What an import did, for a title. */
export function importedTitle(count: number): string {
  return `Imported ${counted(count, "secret")}`;
}
