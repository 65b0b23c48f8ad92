import { type Draft, type DraftRow, isFilled, SIDE_FIELDS, type SideDraft } from "@/lib/allowlist/form/model";

export interface ChangedPart {
  readonly label: string;
  readonly from: string;
  readonly to: string;
}

const TEXTS = {
  description: "Description",
  method: "Method",
  url: "Address",
  contentType: "Data is sent as",
  answerHeaders: "Headers that callers get to see",
  timeoutSeconds: "Seconds until it is given up",
  answerKib: "Largest answer, in KiB",
  ca: "Certificate authority",
} as const satisfies Partial<Record<keyof Draft, string>>;

/** In what two drafts differ, in words. */
export function changedParts(from: Draft, to: Draft): ChangedPart[] {
  const texts = Object.entries(TEXTS).map(([field, label]) => {
    const name = field as keyof typeof TEXTS;
    return { label, from: from[name], to: to[name] };
  });
  const rest = [
    { label: "Headers", from: rowsText(from.headers), to: rowsText(to.headers) },
    { label: "Query parameters", from: rowsText(from.query), to: rowsText(to.query) },
    { label: "Encryption", from: sideText(from.request), to: sideText(to.request) },
    { label: "Answer", from: sideText(from.answer), to: sideText(to.answer) },
    { label: "Signature", from: signatureText(from), to: signatureText(to) },
  ];
  const isSame = (a: string, b: string) => a === b;
  return [...texts, ...rest]
    .filter((part) => !isSame(part.from, part.to))
    .map(({ label, ...part }) => ({ label, from: part.from || "(empty)", to: part.to || "(empty)" }));
}

function rowsText(rows: readonly DraftRow[]): string {
  return rows
    .filter(isFilled)
    .map(({ name, text, secret }) => `${name}: ${text}${secret && `{${secret}}`}`)
    .join(", ");
}

function sideText(side: SideDraft): string {
  if (side.level === "none") return "none";
  return SIDE_FIELDS.filter((field) => side[field] !== "")
    .map((field) => side[field].replaceAll("\n", " "))
    .join(", ");
}

function signatureText({ signature, signatureHeader, signatureKey }: Draft): string {
  return signature === "none" ? "none" : `${signature}, ${signatureHeader}, ${signatureKey}`;
}
