import type { ImportLine, ImportReport } from "@/lib/secrets/import/model";

/** Whether there is something to say of a line beyond what becomes of it. */
export function hasRemark({ outcome, warnings }: ImportLine): boolean {
  return outcome === "error" || warnings.length > 0;
}

/** How many secrets an import stored, or would. */
export function changeCount({ lines }: ImportReport): number {
  return lines.filter(({ outcome }) => outcome === "create" || outcome === "replace").length;
}

/** An import in one sentence, such as "3 new, 1 line with an error. Nothing is stored yet." */
export function summaryOf({ isDone, lines }: ImportReport): string {
  if (lines.length === 0) return "No NAME=value lines found.";
  const count = (outcome: ImportLine["outcome"]) => lines.filter((line) => line.outcome === outcome).length;
  const part = (number: number, one: string, many: string) =>
    number === 0 ? [] : [`${number} ${number === 1 ? one : many}`];
  const parts = [
    ...part(count("create"), "new", "new"),
    ...part(count("replace"), "new version", "new versions"),
    ...part(count("same"), "unchanged", "unchanged"),
    ...part(count("error"), "line with an error", "lines with errors"),
    ...part(
      lines.filter(({ warnings }) => warnings.length > 0).length,
      "line with a warning",
      "lines with warnings",
    ),
  ];
  return `${parts.join(", ")}.${isDone ? "" : " Nothing is stored yet."}`;
}
