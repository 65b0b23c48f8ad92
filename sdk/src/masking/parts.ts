import { isMaskable } from "./maskable.ts";

/** From this length on a text in JSON, and the user of an address, are taken for keys. */
const KEY_CHARACTERS_MIN = 16;
const SECRET_NAME =
  /pass|pwd|secret|token|api[-_.]?key|access[-_.]?key|account[-_.]?key|private[-_.]?key|^sig(nature)?$/i;
const NAME_CHARACTERS_MAX = 64;

/**
 * What of a value counts as a secret besides the whole: its lines; of JSON the members that are long or are named like a
 * secret, and their lines; the user and password of addresses; and what stands behind names such as `password=`, the last
 * two percent-decoded as well. Common words, short texts and those without a letter or digit do not count.
 */
export function partsOf(value: string): string[] {
  const members = membersOf(value);
  const parts = [...linesOf(value), ...members, ...members.flatMap(linesOf)];
  const credentials = [value, ...parts].flatMap((part) => [...usersIn(part), ...passwordsIn(part)]);
  return [...new Set([...parts, ...credentials])].filter(
    (part) => isMaskable(part) && /[\p{L}\p{N}]/u.test(part),
  );
}

/** The passwords of a connection string or of addresses in a text, as they are written and percent-decoded. */
export function passwordsIn(text: string): string[] {
  const inAddresses = userInfosIn(text).flatMap(({ password }) => (password === "" ? [] : [password]));
  const named = text.split(/[\s;&?,]+/).flatMap((pair) => {
    const at = pair.indexOf("=");
    const isSecret = at > 0 && at <= NAME_CHARACTERS_MAX && SECRET_NAME.test(pair.slice(0, at));
    return isSecret && at + 1 < pair.length ? [pair.slice(at + 1).replace(/^(["'])(.*)\1$/, "$2")] : [];
  });
  return [...inAddresses, ...named].filter((text) => /[\p{L}\p{N}]/u.test(text)).flatMap(decodedToo);
}

function linesOf(value: string): string[] {
  const lines = value.split(/[\r\n]/);
  return lines.length === 1 ? [] : lines.map((line) => line.trim());
}

function membersOf(value: string): string[] {
  const found: string[] = [];
  const open: unknown[] = [parsed(value)];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (typeof node !== "object" || node === null) continue;
    for (const [name, member] of Object.entries(node)) {
      if (typeof member !== "string") open.push(member);
      else if (SECRET_NAME.test(name) || isLong(member)) found.push(member);
    }
  }
  return found;
}

function parsed(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** The addresses in a service account are the same for everybody. */
function isLong(member: string): boolean {
  return member.length >= KEY_CHARACTERS_MIN && !(/^https?:\/\//.test(member) && !member.includes("@"));
}

/** The user of an address, where it looks like a token. */
function usersIn(text: string): string[] {
  const users = userInfosIn(text).map(({ user }) => user);
  return users.filter((user) => user.length >= KEY_CHARACTERS_MIN && /\d/.test(user)).flatMap(decodedToo);
}

/**
 * What stands between `://` and the last `@` of the host part; and, where a slash in the password may not have been encoded,
 * the last `@` of all.
 */
function userInfosIn(text: string): { readonly user: string; readonly password: string }[] {
  return text
    .split("://")
    .slice(1)
    .flatMap((rest) => {
      const [address = ""] = rest.split(/[\s"'<>]/, 1);
      const [authority = ""] = address.split(/[/?#]/, 1);
      // A host and its port, or nothing.
      const isHost = !authority.includes("@") && /^[^:]*(:\d*)?$/.test(authority);
      const ends = new Set([authority.lastIndexOf("@"), isHost ? -1 : address.lastIndexOf("@")]);
      return [...ends]
        .filter((end) => end >= 0)
        .map((end) => {
          const [user = "", ...password] = address.slice(0, end).split(":");
          return { user, password: password.join(":") };
        });
    });
}

function decodedToo(text: string): string[] {
  try {
    return [text, decodeURIComponent(text)];
  } catch {
    return [text];
  }
}
