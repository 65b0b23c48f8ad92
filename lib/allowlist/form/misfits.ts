import { type Draft, ROW_KINDS, type Side, type SideDraft } from "./model";

/** On what it hangs whether a secret fits, by the end of the path that it is chosen at. */
const SIDE_PARTS: readonly (readonly [end: string, fields: readonly (keyof SideDraft)[]])[] = [
  [".iv.iv", ["method", "iv", "ivSecret", "ivReading"]],
  [".salt", ["method", "derivation", "salt"]],
  [".key.from", ["method", "key", "keyReading", "derivation"]],
];

/**
 * Whether all that a check looked at for a path, as `inForm` has it, is still in the form. What was found there says
 * nothing about another choice.
 */
export function isAsChecked(path: string, checked: Draft, now: Draft): boolean {
  return JSON.stringify(looksAt(path, checked)) === JSON.stringify(looksAt(path, now));
}

function looksAt(path: string, draft: Draft): unknown {
  const [, part = "", at = ""] = path.split(".");
  const kind = ROW_KINDS.find((it) => it === part);
  if (kind) return draft[kind][Number(at)];
  if (part === "ca") return draft.ca;
  if (part === "signature") return [draft.signature, draft.signatureKey, draft.signatureReading];
  return sideOf(path, part === "encryption" ? "request" : "answer", draft);
}

function sideOf(path: string, side: Side, draft: Draft): unknown {
  const [, fields = []] = SIDE_PARTS.find(([end]) => path.endsWith(end)) ?? [];
  // A key of the request may have to open answers too.
  const levels = [draft.request.level, draft.answer.level, draft.answerCipher];
  return [levels, fields.map((field) => draft[side][field])];
}
