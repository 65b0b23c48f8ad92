import { AppError } from "@/lib/platform/app-error";
import { fieldsOf } from "./wire";

/** What a server says instead of what was asked for: an AppError with its number. */
export function serverError(packet: Buffer): AppError {
  const fields = fieldsOf(packet);
  fields.skip(1);
  const number = fields.number(2);
  const message = fields
    .rest()
    .toString("utf8")
    .replace(/^#.{5}/, "");
  return new AppError("badGateway", `The server says: ${message}`, { cause: number });
}

/** What a server's error means to admins. `name`: what messages call who signs in; `user`: whose password was to change. */
export function explained(
  error: AppError,
  { user, name }: { readonly user: string; readonly name: string },
  changed?: string,
): AppError {
  const words = wordsOf(error.context.cause, name, changed);
  return words === null ? said(error, { user }) : new AppError(error.code, words);
}

/** A server's error in its own words, and with its number. */
export function said({ code, detail, context }: AppError, { user }: { readonly user: string }): AppError {
  // Who the admin is stands in the value of a secret.
  return new AppError(code, detail.replaceAll(user, "…"), context);
}

function wordsOf(number: unknown, name: string, changed: string | undefined): string | null {
  switch (number) {
    case 1045:
    case 1698:
      return `The server refuses ${name}.`;
    case 1044:
    case 1049:
      return "There is no such database for this user.";
    case 1142:
    case 1143:
      return "The admin credential lacks the right to read mysql.user.";
    case 1227:
    case 1396:
      return changed === undefined ? null : "The admin credential lacks the right to change this user.";
    default:
      return null;
  }
}
