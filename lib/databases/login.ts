import type { Plaintext } from "@/lib/crypto/plaintext";
import { AppError } from "@/lib/platform/app-error";
import type { DatabaseLocation } from "./schema";

/** Whom a database knows, and by what. */
export interface Login {
  readonly user: string;
  readonly password: string;
  /** What messages call it. */
  readonly name: string;
}

/**
 * The login in a connection URL, or in JSON with `username` and `password`; null where a value is neither. What else stands
 * there does not count.
 */
export function loginIn(value: Plaintext): Login | null {
  const text = value.reveal().trim();
  const { user, password } = text.startsWith("{") ? inJson(text) : inUrl(text);
  if (typeof user !== "string" || typeof password !== "string" || user === "" || password === "") return null;
  // Protocols end a name at a NUL, and take what follows for something else.
  return /\p{Cc}/u.test(user) || password.includes("\0") ? null : named(user, password);
}

/** The login of an admin, in the value of a secret that a configuration names. Throws `conflict` where that holds none. */
export function adminLogin(value: Plaintext | null): Login {
  const login = value && loginIn(value);
  if (login) return { ...login, name: "the admin credential" };
  const forms = "a connection URL with user and password, or JSON with username and password";
  throw new AppError("conflict", `The admin credential is not ${forms}.`);
}

/** With what messages call it. */
export function named(user: string, password: string): Login {
  return { user, password, name: `the password of ${user}` };
}

/** What a login is handed on as: a connection URL, a JSON object, or the password alone. */
export type LoginForm = "url" | "json" | "password";

/** A login to a database, as text. */
export function loginText(
  form: LoginForm,
  { kind, host, port, database }: DatabaseLocation,
  { user, password }: Pick<Login, "user" | "password">,
): string {
  switch (form) {
    case "password":
      return password;
    case "json":
      return JSON.stringify({ username: user, password, host, port, database });
    case "url": {
      const scheme = kind === "postgres" ? "postgresql" : kind;
      const [name, word, path] = [user, password, database].map(encodeURIComponent);
      return `${scheme}://${name}:${word}@${host.includes(":") ? `[${host}]` : host}:${port}/${path}`;
    }
  }
}

interface Found {
  readonly user?: unknown;
  readonly password?: unknown;
}

function inJson(text: string): Found {
  try {
    const { username, password } = JSON.parse(text);
    return { user: username, password };
  } catch {
    return {};
  }
}

function inUrl(text: string): Found {
  try {
    const { username, password } = new URL(text);
    return { user: decodeURIComponent(username), password: decodeURIComponent(password) };
  } catch {
    return {};
  }
}
