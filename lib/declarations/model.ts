import { connectionName } from "@/lib/connections/schema";
import { nameIssue } from "@/lib/names/model";

export const DECLARATIONS_MAX = 1_000;
/** Longer than a secret's name can be: a manifest may say what it likes, and is told what cannot work. */
export const DECLARED_NAME_LENGTH_MAX = 1_024;

export const REQUIREMENTS = ["required", "optional"] as const;
export type Requirement = (typeof REQUIREMENTS)[number];

/** A name that a project's manifest declares. */
export interface DeclaredName {
  readonly name: string;
  readonly requirement: Requirement;
  /** Why it can never get a value, or null. */
  readonly mistake: string | null;
}

/** The same in one environment. */
export interface Declaration extends DeclaredName {
  /** Whether a secret or a shared mapping of the environment becomes the variable that the name becomes. */
  readonly isSet: boolean;
}

/** All of a project's declared names against all of its environments. */
export interface DeclarationTable {
  readonly environments: readonly { readonly slug: string; readonly name: string }[];
  readonly names: readonly (DeclaredName & {
    /** Short names of the environments that have a value for it. */
    readonly setIn: readonly string[];
  })[];
  /** When and by whom they were declared last; null while there are none. */
  readonly declaredAt: string | null;
  readonly declaredBy: string | null;
}

/** What an environment lacks. */
export interface MissingNames {
  /** Names that are required and have no value, in the order of the manifest, as far as they are listed. */
  readonly names: readonly string[];
  readonly count: number;
}

/** The rule that a declared name breaks, or null. It is never repeated: an `=` in it means that a value is too. */
export function declaredNameIssue(name: string): string | null {
  if (name === "") return "A name has at least one character.";
  if (name.length > DECLARED_NAME_LENGTH_MAX)
    return `A name has at most ${DECLARED_NAME_LENGTH_MAX.toLocaleString("en")} characters. This one has ${name.length.toLocaleString("en")}.`;
  if (name.includes("=")) return "Declare the name alone, without a value.";
  if (/[\s\p{Cc}\p{Bidi_Control}]/u.test(name) || !name.isWellFormed())
    return "A name has no spaces or control characters.";
  return null;
}

const CONNECTION = "connection:";

/** The connected app that a declared name asks for in place of a secret, as `connection:github` does; else null. */
export function connectionOf(name: string): string | null {
  if (!name.startsWith(CONNECTION)) return null;
  const connection = name.slice(CONNECTION.length);
  return connectionName.safeParse(connection).success ? connection : null;
}

/** Why a declared name can never be there, or null. */
export function issueIn(name: string): string | null {
  return connectionOf(name) === null ? impossible(name) : null;
}

/** Why no secret can have a declared name: it breaks the rule of a secret's name. */
export function impossible(name: string): string | null {
  return nameIssue(name);
}
