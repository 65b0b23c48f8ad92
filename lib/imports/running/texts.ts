import type { Content, EntryContent, ManagerClient, Version } from "@/lib/managers/kinds/kind";
import { isManagerError } from "@/lib/managers/kinds/manager-error";
import { inParallel } from "@/lib/platform/in-parallel";
import { VERSIONS_MAX } from "../model";

/** A text of an external manager. */
export interface Text {
  readonly field: string;
  readonly value: string;
}

/** What lies under a path, or why nothing of it is imported. */
export type ReadPath =
  | { readonly path: string; readonly texts: readonly Text[]; readonly notText: readonly string[] }
  | { readonly path: string; readonly refusal: string | null };

/** A version of one text: what it was called there, and since when it was so. */
export interface TextVersion extends Version {
  readonly value: string;
}

const AT_ONCE = 8;
const OURS = "A sync of this Strongroom wrote it.";

/** Reads what lies under some paths now. What the manager refuses of one path holds up no other; what it refuses of all is thrown. */
export function readPaths(
  client: ManagerClient,
  paths: readonly string[],
  ownMarks: ReadonlySet<string>,
): Promise<ReadPath[]> {
  return inParallel(paths, AT_ONCE, async (path): Promise<ReadPath> => {
    try {
      const { owner } = await client.owner(path);
      if (owner !== null && ownMarks.has(owner)) return { path, refusal: OURS };
      const { content, notText } = await client.read(path, "");
      return { path, texts: textsOf(content), notText };
    } catch (error) {
      return { path, refusal: refusalOf(error) };
    }
  });
}

/**
 * All versions of the texts under some paths that can still be read, the oldest first, by path and field: as many as are taken along, those
 * that are the newest. A version that has the value of the one before it is left out.
 */
export async function readVersions(
  client: ManagerClient,
  paths: readonly string[],
): Promise<ReadonlyMap<string, ReadonlyMap<string, readonly TextVersion[]>>> {
  const read = await inParallel(paths, AT_ONCE, async (path) => {
    const versions = (await client.versions(path)).slice(0, VERSIONS_MAX).reverse();
    const contents: EntryContent[] = [];
    for (const { version } of versions.slice(0, -1)) {
      const content = await client.read(path, version).catch(goneOr);
      if (content) contents.push(content);
    }
    const current = await client.read(path, "").catch(goneOr);
    return [path, byField(current ? [...contents, current] : [])] as const;
  });
  return new Map(read);
}

function byField(contents: readonly EntryContent[]): ReadonlyMap<string, readonly TextVersion[]> {
  const current = contents.at(-1);
  const fields = current ? textsOf(current.content).map(({ field }) => field) : [];
  return new Map(fields.map((field) => [field, versionsOf(contents, field)]));
}

function versionsOf(contents: readonly EntryContent[], field: string): TextVersion[] {
  const versions: TextVersion[] = [];
  for (const { content, version, at } of contents) {
    const value = textsOf(content).find((text) => text.field === field)?.value;
    if (value !== undefined && value !== versions.at(-1)?.value) versions.push({ version, at, value });
  }
  return versions;
}

function textsOf(content: Content): Text[] {
  if (typeof content === "string") return [{ field: "", value: content }];
  return Object.entries(content).map(([field, value]) => ({ field, value }));
}

/** Why one path is refused; null for what is not there any more. Throws what is wrong with the manager and not with the path. */
function refusalOf(error: unknown): string | null {
  if (!isManagerError(error)) throw error;
  if (error.reason === "notFound") return null;
  if (["notText", "tooLarge", "forbidden", "invalid"].includes(error.reason)) return error.message;
  throw error;
}

function goneOr(error: unknown): null {
  if (isManagerError(error) && error.reason === "notFound") return null;
  throw error;
}
