import type { AuditAction } from "../model";
import { ACCESS } from "./access";
import { CHANGES } from "./changes";
import { type Detail, line, type Wording } from "./detail";
import { READS } from "./reads";
import { SESSIONS } from "./sessions";
import { REFUSALS, SYSTEM } from "./system";

const WORDINGS: Readonly<Record<AuditAction, Wording>> = {
  ...CHANGES,
  ...READS,
  ...ACCESS,
  ...SESSIONS,
  ...REFUSALS,
  ...SYSTEM,
};

/** The part of an event that its words are made of. */
export interface TellableEvent {
  readonly action: string;
  /** Of what it is about, as it was then. */
  readonly name: string | null;
  readonly detail: Detail;
}

/** An event in words. */
export interface EventWords {
  /** What such an event is called: "Value replaced". */
  readonly label: string;
  /** What somebody did: "Replaced the value of STRIPE_KEY (version 3)". */
  readonly sentence: string;
  /** What else there is to know, line by line. */
  readonly details: readonly string[];
}

/** An event in words; one that this version of the program does not know is shown by its name. */
export function wordsOf({ action, name, detail }: TellableEvent): EventWords {
  const wording = wordingOf(action);
  if (!wording)
    return { label: action, sentence: name === null ? action : `${action}: ${name}`, details: [] };
  return {
    label: wording.label,
    sentence: wording.sentence(name ?? "(no name)", detail),
    details: [...(wording.details?.(detail) ?? []), throughKey(detail)].filter(Boolean),
  };
}

/** The personal key through which somebody did it, which any event may have. */
function throughKey({ personalKey }: Detail): string {
  return line("Through the personal key", personalKey);
}

/** What events of an action are called. */
export function actionLabel(action: string): string {
  return wordingOf(action)?.label ?? action;
}

function wordingOf(action: string): Wording | undefined {
  const known: Readonly<Record<string, Wording>> = WORDINGS;
  return Object.hasOwn(known, action) ? known[action] : undefined;
}
