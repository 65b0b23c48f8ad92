import type { EvidenceFacts, EvidenceResult } from "../src/audit-proof/result.js";
import { byId, withText } from "./elements.js";

const KEY_SOURCES: Readonly<Record<EvidenceFacts["keySource"], string>> = {
  key: "the one above",
  checkpoint: "that of the older checkpoint",
  file: "the file's own",
};

/** How much of the file was read, from 0 to 1. */
export function showProgress(share: number, events: number): void {
  byId("result", HTMLElement).hidden = true;
  byId("progress", HTMLElement).hidden = false;
  byId("bar", HTMLProgressElement).value = share;
  byId("done", HTMLElement).textContent = `${Math.floor(share * 100)} %, ${events} events`;
}

export function showResult(result: EvidenceResult): void {
  if (!result.isIntact) {
    const { line, text, kind } = result.break;
    show("broken", line === null ? "Not intact" : `Not intact: line ${line}`, `${text} (${kind})`);
  } else if (result.keySource === "file") {
    const reason =
      "The file holds together, but its key is its own: anybody can make a file with a key of their own. ";
    show(
      "unsure",
      "Intact, by an unknown key",
      `${reason}Give the verifier key, or compare the fingerprint.`,
    );
  } else {
    const what =
      result.kind === "evidence"
        ? "Every event is in the log, word for word."
        : "The file is as it was signed.";
    show("intact", "Intact", what);
  }
  const terms = factsOf(result).flatMap(([name, fact]) => [withText("dt", name), withText("dd", fact)]);
  byId("facts", HTMLElement).replaceChildren(...terms);
  byId("result", HTMLElement).focus();
}

export function showFailure(reason: string): void {
  show("broken", "Not checked", reason);
  byId("facts", HTMLElement).replaceChildren();
}

function show(verdict: "intact" | "unsure" | "broken", headline: string, reason: string): void {
  byId("progress", HTMLElement).hidden = true;
  byId("verdict", HTMLElement).className = `verdict ${verdict}`;
  byId("headline", HTMLElement).textContent = headline;
  byId("reason", HTMLElement).textContent = reason;
  byId("result", HTMLElement).hidden = false;
}

function factsOf({ isIntact, events, first, last, log, made, filters, since, keySource }: EvidenceResult) {
  const facts: [string, string][] = [["Events", isIntact ? String(events) : `${events} before that`]];
  if (first && last)
    facts.push(["Numbers", `${first.seq} to ${last.seq}`], ["Times", `${first.at} to ${last.at}`]);
  if (log) {
    facts.push(["Log", log.size === null ? log.origin : `${log.origin}, ${log.size} events`]);
    facts.push(["Key", KEY_SOURCES[keySource]], ["Fingerprint", `SHA-256 ${log.fingerprint}`]);
  }
  if (since)
    facts.push([
      "Older log",
      `of ${since.size} events, continued${since.isExpected ? "" : " (not the checkpoint above)"}`,
    ]);
  if (made) facts.push(["Made", `${made}, as the file says`]);
  if (filters) facts.push(["Filters", JSON.stringify(filters)]);
  return facts;
}
