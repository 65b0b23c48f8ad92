import type { Plaintext } from "@/lib/crypto/plaintext";
import { type Login, loginIn, named } from "@/lib/databases/login";
import type { DatabaseConfig } from "./schema";

/** The login of one of the users that a secret is for; null where its value holds none. */
export function loginOf({ value: form, users }: DatabaseConfig, value: Plaintext): Login | null {
  const [first] = users;
  if (form === "password" && first !== undefined) return named(first, value.reveal());
  const login = loginIn(value);
  return login && users.includes(login.user) ? login : null;
}
