import type { Plaintext } from "@/lib/crypto/plaintext";
import type { DatabaseConfig } from "./schema";

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

/** The login of one of the users that a secret is for; null where its value holds none. */
export function loginOf({ value: form, users }: DatabaseConfig, value: Plaintext): Login | null {
  const [first] = users;
  if (form === "password" && first !== undefined) return named(first, value.reveal());
  const login = loginIn(value);
  return login && users.includes(login.user) ? login : null;
}

function named(user: string, password: string): Login {
  return { user, password, name: `the password of ${user}` };
}

/** The value of a secret that holds a login, in the form that was chosen. */
export function valueWith(
  config: DatabaseConfig,
  { user, password }: Pick<Login, "user" | "password">,
): string {
  const { host, port, database } = config;
  switch (config.value) {
    case "password":
      return password;
    case "json":
      return JSON.stringify({ username: user, password, host, port, database });
    case "url": {
      const scheme = config.kind === "postgres" ? "postgresql" : config.kind;
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
