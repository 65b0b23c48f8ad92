import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";

const version = z.string().regex(/^\d+\.\d+\.\d+$/);
const faultList = z.object({
  faults: z.array(
    z.object({
      /** Such as `SR-2026-01`. */
      id: z.string().min(1),
      /** The first version that has it. */
      from: version,
      /** The first one that no longer has it; null: none yet. */
      fixedIn: version.nullable(),
      text: z.string().min(1),
    }),
  ),
});

export type KnownFault = z.output<typeof faultList>["faults"][number];

/** The list comes with the release, and may be replaced by a newer one. */
const FILE = "deploy/known-faults.json";

/** What is known to be wrong with any of these versions. Rejects when the list cannot be read. */
export async function knownFaults(root: string, versions: readonly string[]): Promise<KnownFault[]> {
  const { faults } = faultList.parse(JSON.parse(await readFile(join(root, FILE), "utf8")));
  return faults.filter(({ from, fixedIn }) =>
    versions.some((one) => !isBefore(one, from) && (fixedIn === null || isBefore(one, fixedIn))),
  );
}

function isBefore(a: string, b: string): boolean {
  const [left, right] = [numbersIn(a), numbersIn(b)];
  const at = left.findIndex((number, i) => number !== right[i]);
  return at >= 0 && (left[at] ?? 0) < (right[at] ?? 0);
}

function numbersIn(text: string): number[] {
  return text.split(".").map((part) => Number.parseInt(part, 10));
}
