import { isRecord, type JsonRecord } from "../../json";
import { table } from "../../printable";
import { openScope, type ScopeOptions } from "../../scope";
import { everyPage, secretPath } from "../../secret-list";
import type { Shell } from "../../shell";

interface HistoryOptions extends ScopeOptions {
  readonly json?: true;
}

const HEADINGS = ["TIME", "WHAT", "BY", "DETAIL"];

/** The change log of a secret, newest first. */
export async function showHistory(shell: Shell, name: string, options: HistoryOptions): Promise<number> {
  const changes = await everyPage(await openScope(shell, options), secretPath(name, "/changes"), {});
  const text = options.json ? `${JSON.stringify(changes)}\n` : table(HEADINGS, changes.map(row));
  shell.output.write(text);
  return 0;
}

function row({ at, action, by, detail }: JsonRecord): string[] {
  const facts = isRecord(detail) ? Object.entries(detail).map(([fact, is]) => `${fact}: ${said(is)}`) : [];
  return [String(at), String(action), String(by ?? ""), facts.join(", ")];
}

function said(fact: unknown): string {
  return typeof fact === "object" ? JSON.stringify(fact) : String(fact);
}
