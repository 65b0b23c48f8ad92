import { counted } from "@/lib/counted";
import type { ImportLine, ImportReport, ValueShape } from "@/lib/secrets/import/model";

/** Whether there is something to say of a line beyond what becomes of it. */
export function hasRemark({ outcome, warnings }: ImportLine): boolean {
  return outcome === "error" || warnings.length > 0;
}

/** How many secrets an import stored, or would. */
export function changeCount({ lines }: Pick<ImportReport, "lines">): number {
  return lines.filter(({ outcome }) => outcome === "create" || outcome === "replace").length;
}

/** An import in one sentence, such as "3 new, 1 line with an error. Nothing is stored yet." */
export function summaryOf({ isDone, format, lines }: ImportReport): string {
  if (lines.length === 0) return "No NAME=value lines found.";
  const count = (outcome: ImportLine["outcome"]) => lines.filter((line) => line.outcome === outcome).length;
  const part = (number: number, one: string, many: string) =>
    number === 0 ? [] : [`${number.toLocaleString("en")} ${number === 1 ? one : many}`];
  const parts = [
    ...part(count("create"), "new", "new"),
    ...part(count("replace"), "new version", "new versions"),
    ...part(count("same"), "unchanged", "unchanged"),
    ...part(count("left"), "left out", "left out"),
    ...part(count("error"), "line with an error", "lines with errors"),
    ...part(
      lines.filter(({ warnings }) => warnings.length > 0).length,
      "line with a warning",
      "lines with warnings",
    ),
  ];
  const read = isDone || format === ".env" ? "" : `Read as ${format}. `;
  return `${read}${parts.join(", ")}.${isDone ? "" : " Nothing is stored yet."}`;
}

/** A value in other words, such as "24 characters, letter to digit, quotes removed". */
export function shapeText({ length, first, last, isUnquoted }: ValueShape): string {
  const ends = length < 2 ? first : `${first} to ${last}`;
  return [counted(length, "character"), ends, ...(isUnquoted ? ["quotes removed"] : [])].join(", ");
}

/** The part of a text that a line of its report is about: up to where the next one begins. */
export function writtenLines(text: string, { line }: ImportLine, all: readonly ImportLine[]): string {
  const next = all.find((other) => other.line > line)?.line;
  return text
    .split("\n")
    .slice(line - 1, next === undefined ? undefined : next - 1)
    .join("\n")
    .trimEnd();
}
