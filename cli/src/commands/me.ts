import { isRecord, type JsonRecord } from "../json";
import { printable } from "../printable";

/** What a key is and may do, for people. Shows whatever the server tells of it. */
export function meLines(url: string, { person, ...me }: JsonRecord): string {
  const facts: JsonRecord = isRecord(person)
    ? { server: url, person: person.email, role: person.role, key: me.name, expiresAt: me.expiresAt }
    : { server: url, ...me };
  const width = Math.max(...Object.keys(facts).map((name) => name.length));
  const lines = Object.entries(facts).map(([name, fact]) => `${name.padEnd(width)}  ${said(name, fact)}`);
  return lines.map((line) => `${printable(line)}\n`).join("");
}

function said(name: string, fact: unknown): string {
  if (fact === null) return name === "expiresAt" ? "never" : "any";
  if (Array.isArray(fact)) return fact.map(String).join(", ") || "none";
  return typeof fact === "object" ? JSON.stringify(fact) : String(fact);
}
