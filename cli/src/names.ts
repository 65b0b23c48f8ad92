import { variableOf } from "@/sdk/src/process/take-over-names";

/** The rules for names, as the server has them: what it would refuse is said before anything is sent. */

export const NAME_LENGTH_MAX = 128;
export const VALUE_BYTES_MAX = 64 * 1_024;

const RESERVED_PREFIX = "STRONGROOM_";

/** The rule that a name breaks, in words, or null. */
export function nameIssue(name: string): string | null {
  if (name === "") return "the name is empty";
  if (name.length > NAME_LENGTH_MAX) {
    return `a name has at most ${NAME_LENGTH_MAX} characters, this one has ${name.length}`;
  }
  if (!/^[A-Za-z_]/.test(name)) return "a name begins with a letter or an underscore";
  if (!/^[A-Za-z0-9_.-]+$/.test(name)) {
    return "a name has only letters A to Z, digits, underscores, hyphens and dots";
  }
  if (variableOf(name).startsWith(RESERVED_PREFIX)) {
    return `names starting with ${RESERVED_PREFIX} are reserved`;
  }
  return null;
}

/** What is wrong with a value, in words and numbers, or null. Never repeats any of it. */
export function valueIssue(value: string): string | null {
  if (value === "") return "the value is empty";
  const bytes = Buffer.byteLength(value);
  if (bytes > VALUE_BYTES_MAX) return `a value has at most ${VALUE_BYTES_MAX} bytes, this one has ${bytes}`;
  if (value.includes("\0")) return "a value cannot hold NUL, which no environment variable can carry";
  if (!value.isWellFormed()) return "the value is not valid Unicode text";
  return null;
}
