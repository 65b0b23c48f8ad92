import { dictionary } from "@zxcvbn-ts/language-common";
import { opaquePassword } from "./password-rule";

/** Passwords that are tried first, in lower case; from leaks, as zxcvbn has them. */
const COMMON: ReadonlySet<string> = new Set(dictionary["passwords-common"]);

/** Whether a password, in whatever case, is a common one, or one common password or character over and over. */
export function isCommonPassword(password: string): boolean {
  const folded = opaquePassword(password).toLowerCase();
  const unit = unitOf(folded);
  return [...unit].length === 1 || COMMON.has(unit) || COMMON.has(folded);
}

/** What a text repeats: `abcabc` is `abc` twice. The text itself where it repeats nothing. */
function unitOf(text: string): string {
  return text.slice(0, (text + text).indexOf(text, 1));
}
