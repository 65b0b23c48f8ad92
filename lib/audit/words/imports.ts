import { counted } from "@/lib/counted";
import { line, numberOf, shown, type Wording } from "./detail";

type ImportAction = `import.${"started" | "goneOn" | "stopped" | "finished" | "failed"}`;

/** Events about imports from external managers. */
export const IMPORTS: Readonly<Record<ImportAction, Wording>> = {
  "import.started": {
    label: "Import begun",
    sentence: (name) => `Began an import from ${name}`,
    details: (d) => [
      line("Path", d.path),
      line("Names", d.names),
      d.dryRun === true ? "Only planned at first." : "",
    ],
  },
  "import.goneOn": {
    label: "Import gone on with",
    sentence: (name) => `Had an import from ${name} go on`,
    details: (d) => [line("Path", d.path)],
  },
  "import.stopped": {
    label: "Import stopped",
    sentence: (name) => `Stopped an import from ${name}`,
    details: (d) => [line("Path", d.path)],
  },
  "import.finished": {
    label: "Import finished",
    sentence: (name, d) =>
      `Imported ${counted(numberOf(d.created) + numberOf(d.replaced), "secret")} from ${name}`,
    details: (d) => [line("Path", d.path), ...COUNTS.map(([part, label]) => countOf(label, d[part]))],
  },
  "import.failed": {
    label: "Import failed",
    sentence: (name) => `Failed to import from ${name}`,
    details: (d) => [line("Path", d.path), shown(d.error)],
  },
};

const COUNTS = [
  ["created", "New"],
  ["replaced", "New versions"],
  ["same", "Same values"],
  ["refused", "Refused"],
  ["waiting", "Waiting for approval"],
] as const;

function countOf(label: string, count: unknown): string {
  return count === 0 || typeof count !== "number" ? "" : `${label}: ${count.toLocaleString("en")}.`;
}
