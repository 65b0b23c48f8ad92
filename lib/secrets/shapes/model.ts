import { counted } from "@/lib/counted";
import { KNOWN_MEMBERS, kindOf } from "./kinds";

/** What is known of a value without telling it. Kept beside each version, in the database alone. */
export interface ValueShape {
  readonly kind: string;
  /** The place in `LENGTHS`. */
  readonly length: number;
  /**
   * The members of a JSON object: their names, keyed unless they are well known, with keyed fingerprints of what they hold; empty
   * for what could be guessed. Left out where nothing is compared.
   */
  readonly members?: Readonly<Record<string, string>>;
}

/** In bytes, up to. Coarse, and the first holds every PIN and short password. */
const LENGTHS = [16, 64, 1_024] as const;
/** Of objects with more, nothing is kept. */
const MEMBERS_MAX = 64;
/** Shorter ones are few enough to be guessed one by one, as values are. */
const COMPARED_LENGTH_MIN = 8;
const KEYED = "#";

/** The shape of a value. `hash` is keyed by its secret. */
export function shapeOf(value: string, hash: (text: string) => string): ValueShape {
  const bytes = Buffer.byteLength(value);
  const at = LENGTHS.findIndex((max) => bytes <= max);
  const length = at < 0 ? LENGTHS.length : at;
  const json = jsonOf(value);
  if (json === null) return { kind: kindOf(value), length };
  const entries = Array.isArray(json) ? [] : Object.entries(json);
  if (entries.length === 0 || entries.length > MEMBERS_MAX) return { kind: "JSON", length };
  const members = entries.map(([name, held]) => {
    const text = JSON.stringify(held);
    const key = KNOWN_MEMBERS.has(name) ? name : `${KEYED}${hash(`name ${name}`)}`;
    return [key, text.length < COMPARED_LENGTH_MIN ? "" : hash(`member ${name} ${text}`)];
  });
  return { kind: "JSON", length, members: Object.fromEntries(members) };
}

function jsonOf(value: string): object | null {
  if (!/^\s*[[{]/.test(value)) return null;
  try {
    const json: unknown = JSON.parse(value);
    return typeof json === "object" ? json : null;
  } catch {
    return null;
  }
}

/** What a change log says of a version: its kind and class of length, and which members are not as in the one before. */
export function shapeText(shape: ValueShape, before: ValueShape | undefined): string {
  const first = `${shape.kind.charAt(0).toUpperCase()}${shape.kind.slice(1)}, ${lengthText(shape.length)}.`;
  const changes = before?.members && shape.members ? memberText(before.members, shape.members) : "";
  return changes === "" ? first : `${first} ${changes}`;
}

function lengthText(at: number): string {
  const [max, longest] = [LENGTHS[at], LENGTHS.at(-1) ?? 0];
  if (at === 0) return "short (up to 16 bytes)";
  return max === undefined
    ? `more than ${longest.toLocaleString("en")} bytes`
    : `up to ${max.toLocaleString("en")} bytes`;
}

type Members = Readonly<Record<string, string>>;

function memberText(before: Members, after: Members): string {
  const names = Object.keys(after).filter((name) => Object.hasOwn(before, name));
  const compared = names.filter((name) => after[name] !== "" && before[name] !== "");
  const parts = [
    listText(
      "Changed",
      compared.filter((name) => after[name] !== before[name]),
    ),
    listText(
      "Added",
      Object.keys(after).filter((name) => !Object.hasOwn(before, name)),
    ),
    listText(
      "Removed",
      Object.keys(before).filter((name) => !Object.hasOwn(after, name)),
    ),
    names.length > compared.length
      ? `Too short to be compared: ${namesText(names.filter((name) => !compared.includes(name)))}.`
      : "",
  ].filter(Boolean);
  return parts.length === 0 ? "No member changed." : parts.join(" ");
}

function listText(verb: string, names: readonly string[]): string {
  return names.length === 0 ? "" : `${verb}: ${namesText(names)}.`;
}

/** Well-known names as they are, and how many others. */
function namesText(names: readonly string[]): string {
  const known = names.filter((name) => !name.startsWith(KEYED));
  const others = names.length - known.length;
  const rest = others === 0 ? [] : [counted(others, known.length > 0 ? "other member" : "member")];
  return new Intl.ListFormat("en").format([...known, ...rest]);
}
