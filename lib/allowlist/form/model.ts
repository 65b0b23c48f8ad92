/** What is encrypted by us, and what is decrypted. */
export const SIDES = ["request", "answer"] as const;
export type Side = (typeof SIDES)[number];

/** How one side is encrypted, as its fields in the form have it: all of it text. */
export interface SideDraft {
  /** `none`, `fields`, `text` or `json`. */
  readonly level: string;
  /** One on each line. */
  readonly paths: string;
  readonly ivSuffix: string;
  readonly valuesAs: string;
  readonly ciphertext: string;
  readonly ivField: string;
  readonly tagField: string;
  readonly keyField: string;
  readonly method: string;
  readonly encoding: string;
  readonly iv: string;
  readonly ivSecret: string;
  readonly ivReading: string;
  readonly key: string;
  readonly keyReading: string;
  /** `none`, or the function. */
  readonly derivation: string;
  readonly salt: string;
  readonly iterations: string;
  readonly info: string;
}

/** A header or a query parameter: its text, or a secret with the text before it. */
export interface DraftRow {
  readonly name: string;
  readonly text: string;
  /** Name of the secret; empty for none. */
  readonly secret: string;
}

/** An endpoint as its form has it: all of it text. Secrets are chosen by their names. */
export interface Draft {
  readonly name: string;
  readonly description: string;
  readonly method: string;
  readonly url: string;
  readonly contentType: string;
  readonly headers: readonly DraftRow[];
  readonly query: readonly DraftRow[];
  /** Whether chosen fields are those of the body or of the query. */
  readonly requestIn: string;
  readonly request: SideDraft;
  /** `same` as the request's, or its `own`. */
  readonly answerCipher: string;
  readonly answerPreviousDays: string;
  readonly answer: SideDraft;
  /** `none`, or the scheme. */
  readonly signature: string;
  readonly signatureHeader: string;
  readonly signatureKey: string;
  readonly signatureReading: string;
  readonly ca: string;
  readonly answerHeaders: string;
  readonly answerKib: string;
  readonly timeoutSeconds: string;
}

export const SIDE_FIELDS = [
  "level",
  "paths",
  "ivSuffix",
  "valuesAs",
  "ciphertext",
  "ivField",
  "tagField",
  "keyField",
  "method",
  "encoding",
  "iv",
  "ivSecret",
  "ivReading",
  "key",
  "keyReading",
  "derivation",
  "salt",
  "iterations",
  "info",
] as const satisfies readonly (keyof SideDraft)[];

export const TEXT_FIELDS = [
  "name",
  "description",
  "method",
  "url",
  "contentType",
  "requestIn",
  "answerCipher",
  "answerPreviousDays",
  "signature",
  "signatureHeader",
  "signatureKey",
  "signatureReading",
  "ca",
  "answerHeaders",
  "answerKib",
  "timeoutSeconds",
] as const satisfies readonly (keyof Draft)[];

export const ROW_KINDS = ["headers", "query"] as const;
export type RowKind = (typeof ROW_KINDS)[number];
export const ROW_FIELDS = ["name", "text", "secret"] as const satisfies readonly (keyof DraftRow)[];

export const EMPTY_ROW: DraftRow = { name: "", text: "", secret: "" };

/** How a field of a side, or of a row, is called in the form. */
export function formName(part: Side | RowKind, field: string): string {
  return `${part}-${field}`;
}

/** All that was typed under one name of a form; of rows there is one for each. */
export type TypedTexts = (name: string) => readonly string[];

/** The draft that a form holds. A field that it lacks stays as in `initial`; empty rows at the end are left out. */
export function draftFrom(typed: TypedTexts, initial: Draft): Draft {
  return {
    ...initial,
    ...given(TEXT_FIELDS, (field) => typed(field)[0]),
    headers: rowsFrom(typed, "headers"),
    query: rowsFrom(typed, "query"),
    request: { ...initial.request, ...given(SIDE_FIELDS, (field) => typed(formName("request", field))[0]) },
    answer: { ...initial.answer, ...given(SIDE_FIELDS, (field) => typed(formName("answer", field))[0]) },
  };
}

function given<F extends string>(fields: readonly F[], typed: (field: F) => string | undefined) {
  return Object.fromEntries(
    fields
      .map((field) => [field, typed(field)] as const)
      .filter((it): it is [F, string] => it[1] !== undefined),
  );
}

function rowsFrom(typed: TypedTexts, kind: RowKind): DraftRow[] {
  const [names, texts, secrets] = ROW_FIELDS.map((field) => typed(formName(kind, field)));
  const rows = (names ?? []).map((name, at) => ({
    name,
    text: texts?.[at] ?? "",
    secret: secrets?.[at] ?? "",
  }));
  return rows.slice(0, rows.findLastIndex(isFilled) + 1);
}

/** Whether anything stands in a row: empty ones count for nothing. */
export function isFilled({ name, text, secret }: DraftRow): boolean {
  return name !== "" || text !== "" || secret !== "";
}

/** The paths of mistakes with the rows counted as they stand in the form, the empty ones too. */
export function inForm(path: string, draft: Draft): string {
  return path.replace(/^configuration\.(headers|query)\.(\d+)/, (whole, kind: RowKind, at: string) => {
    const filled = draft[kind].flatMap((row, i) => (isFilled(row) ? [i] : []));
    const row = filled[Number(at)];
    return row === undefined ? whole : `configuration.${kind}.${row}`;
  });
}

/** Mistakes in the words of the form, which asks for KiB where a configuration has bytes. */
export function inFormUnits(
  mistakes: Readonly<Record<string, readonly string[]>>,
): Readonly<Record<string, readonly string[]>> {
  const path = "configuration.answer.bytesMax";
  if (!(path in mistakes)) return mistakes;
  return { ...mistakes, [path]: ["Enter a whole number of KiB, from 1 to 8,192."] };
}

/** The draft on top of somebody else's change: what was typed stays, what was left alone follows the other's change. */
export function rebase(draft: Draft, opened: Draft, current: Draft): Draft {
  return {
    ...leftAlone([...TEXT_FIELDS, ...ROW_KINDS], draft, opened, current),
    request: leftAlone(SIDE_FIELDS, draft.request, opened.request, current.request),
    answer: leftAlone(SIDE_FIELDS, draft.answer, opened.answer, current.answer),
  };
}

function leftAlone<T extends object>(fields: readonly (keyof T)[], mine: T, opened: T, current: T): T {
  const alone = fields.filter((field) => isSame(mine[field], opened[field]));
  return { ...mine, ...Object.fromEntries(alone.map((field) => [field, current[field]])) };
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Whether two drafts say the same. */
export function isSameDraft(a: Draft, b: Draft): boolean {
  return isSame(sorted(a), sorted(b));
}

function sorted({ request, answer, headers, query, ...texts }: Draft) {
  return [
    TEXT_FIELDS.map((it) => texts[it]),
    SIDE_FIELDS.map((it) => [request[it], answer[it]]),
    rowsOf(headers),
    rowsOf(query),
  ];
}

function rowsOf(rows: readonly DraftRow[]) {
  return rows.filter(isFilled).map((row) => ROW_FIELDS.map((field) => row[field]));
}

/** What was echoed, by field: of rows there is a line for each. */
export function echoed(typed: Readonly<Record<string, string>>): TypedTexts {
  const isRow = (name: string) => ROW_KINDS.some((kind) => name.startsWith(`${kind}-`));
  return (name) => {
    const text = typed[name];
    if (text === undefined) return [];
    return isRow(name) ? text.split("\n") : [text];
  };
}

/** Names of secrets that a draft has chosen. */
export function chosenNames({ request, answer, signatureKey, ca, headers, query }: Draft): string[] {
  const sides = [request, answer].flatMap(({ key, ivSecret, salt }) => [key, ivSecret, salt]);
  const rows = [...headers, ...query].map(({ secret }) => secret);
  return [...new Set([...sides, ...rows, signatureKey, ca])].filter((name) => name !== "");
}

const STAND_IN = "NOT_CHOSEN_YET";

/** The draft with a name wherever a key is still to be chosen: for a preview, which looks at none of them. */
export function withStandIns(draft: Draft): Draft {
  const standing = (side: SideDraft): SideDraft => ({
    ...side,
    key: side.key || STAND_IN,
    ivSecret: side.ivSecret || STAND_IN,
    salt: side.salt || STAND_IN,
  });
  return {
    ...draft,
    request: standing(draft.request),
    answer: standing(draft.answer),
    signatureKey: draft.signatureKey || STAND_IN,
  };
}
