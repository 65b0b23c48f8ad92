import type { ProvenEvent } from "@/sdk/src/audit-proof/event";
import type { EventLabels, EvidenceFacts, EvidenceResult } from "@/sdk/src/audit-proof/result";
import { printable } from "../../printable";

/** What came of a verification, for people. */
export function reportOf(result: EvidenceResult): string {
  const facts = factsOf(result);
  const width = Math.max(...facts.map(([name]) => name.length));
  return [verdictOf(result), ...facts.map(([name, fact]) => `${name.padEnd(width)}  ${fact}`)]
    .map((line) => `${printable(line)}\n`)
    .join("");
}

function verdictOf(result: EvidenceResult): string {
  if (result.isIntact) return result.kind === "evidence" ? "Intact: every event is in the log" : "Intact";
  const { kind, line, text } = result.break;
  return `Broken${line === null ? "" : ` at line ${line}`}: ${text} (${kind})`;
}

function factsOf({ isIntact, events, first, last, log, made, filters, since, keySource }: EvidenceResult) {
  const facts: (readonly [string, string])[] = [["events", `${events}${isIntact ? "" : " before that"}`]];
  if (first && last)
    facts.push(["numbers", `${first.seq} to ${last.seq}`], ["times", `${first.at} to ${last.at}`]);
  if (log) facts.push(["log", `${log.origin}${log.size === null ? "" : `, ${log.size} events`}`]);
  if (log) facts.push(["key", `SHA-256 ${log.fingerprint} (${KEY_SOURCES[keySource]})`]);
  if (since)
    facts.push([
      "checkpoint",
      `continues the log of ${since.size} events${since.isExpected ? ", as given" : ""}`,
    ]);
  if (made) facts.push(["made", made]);
  if (filters) facts.push(["filters", JSON.stringify(filters)]);
  return facts;
}

const KEY_SOURCES: Readonly<Record<EvidenceFacts["keySource"], string>> = {
  key: "as given",
  checkpoint: "of the older checkpoint",
  file: "the file's own",
};

/** One event, in a line. */
export function eventLine(event: ProvenEvent, { project, environment }: EventLabels): string {
  const { seq, at, actorLabel, action, targetName } = event;
  const scope = [project, environment].filter((label) => label !== null).join("/");
  return `${[seq, at, actorLabel, action, targetName ?? "", scope]
    .map((cell) => printable(String(cell)))
    .join("  ")
    .trimEnd()}\n`;
}
