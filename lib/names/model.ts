export const NAME_LENGTH_MAX = 128;
const RESERVED_PREFIX = "STRONGROOM_";

/** The environment variable that a name becomes: upper case, with `-` and `.` as `_`. */
export function variableOf(name: string): string {
  return name.toUpperCase().replaceAll(/[-.]/g, "_");
}

/** Names are told apart without regard to case. */
export function foldName(name: string): string {
  return name.toLowerCase();
}

/** The rule that a name breaks, in words for whoever typed it, or null. */
export function nameIssue(name: string): string | null {
  if (name === "") return "Enter a name.";
  if (name.length > NAME_LENGTH_MAX) {
    return `A name has at most ${NAME_LENGTH_MAX} characters. This one has ${name.length}.`;
  }
  if (!/^[A-Za-z0-9_.-]+$/.test(name)) {
    return "Use letters, digits, _ - and . only.";
  }
  if (!/^[A-Za-z_]/.test(name)) return "Start with a letter or underscore.";
  if (variableOf(name).startsWith(RESERVED_PREFIX)) {
    return `Names starting with ${RESERVED_PREFIX} are reserved.`;
  }
  return null;
}
