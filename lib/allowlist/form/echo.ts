import { addressMistake, holdsIssued, prefixMistake, textMistake } from "../configuration/credential";
import { type DraftRow, formName, ROW_FIELDS, ROW_KINDS, SIDES } from "./model";

/** Fields of the form that hold the name of a secret, and nothing else. */
const REFERENCES = [
  "signatureKey",
  "ca",
  ...SIDES.flatMap((side) => ["key", "ivSecret", "salt"].map((field) => formName(side, field))),
];

/**
 * What of a form that failed may be shown again. The name of a secret only if it is one (`known`), and no text where a
 * credential belongs: somebody may have tried to type a key in.
 */
export function safeEcho(
  typed: Readonly<Record<string, string>>,
  known: readonly string[],
): Record<string, string> {
  const kept = { ...typed };
  for (const field of REFERENCES) if (!known.includes(kept[field] ?? "")) delete kept[field];
  for (const [field, text] of Object.entries(kept))
    if (!isRow(field) && holdsIssued(text)) delete kept[field];
  for (const kind of ROW_KINDS) {
    const rows = rowsIn(typed, kind).map((row) => safeRow(row, known));
    for (const field of ROW_FIELDS) {
      const name = formName(kind, field);
      if (name in typed) kept[name] = rows.map((row) => row[field]).join("\n");
    }
  }
  if (addressMistake(typed.url ?? "") !== null) delete kept.url;
  return kept;
}

function isRow(field: string): boolean {
  return ROW_KINDS.some((kind) => ROW_FIELDS.some((part) => field === formName(kind, part)));
}

function safeRow({ name, text, secret }: DraftRow, known: readonly string[]): DraftRow {
  const isSafe = (secret === "" ? textMistake(name, text) : prefixMistake(name, text)) === null;
  return {
    name: holdsIssued(name) ? "" : name,
    text: isSafe ? text : "",
    secret: known.includes(secret) ? secret : "",
  };
}

function rowsIn(typed: Readonly<Record<string, string>>, kind: (typeof ROW_KINDS)[number]): DraftRow[] {
  const [names, texts, secrets] = ROW_FIELDS.map((field) => (typed[formName(kind, field)] ?? "").split("\n"));
  return (names ?? []).map((name, at) => ({ name, text: texts?.[at] ?? "", secret: secrets?.[at] ?? "" }));
}
