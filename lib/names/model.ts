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
    return "A name has only letters A to Z, digits, underscores, hyphens and dots. No spaces.";
  }
  if (!/^[A-Za-z_]/.test(name)) return "A name begins with a letter or an underscore.";
  if (variableOf(name).startsWith(RESERVED_PREFIX)) {
    return `Names that become ${RESERVED_PREFIX}… are reserved for Strongroom itself.`;
  }
  return null;
}
