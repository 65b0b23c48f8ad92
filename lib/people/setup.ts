import { timingSafeEqual } from "node:crypto";
import type { Db } from "@/lib/db/client";
import type { Keyring } from "@/lib/keys/keyring";
import { hasOwner } from "./store";

/** What the link to the set-up page carries: the same at every start until there is an Owner, then worthless. */
export function setupToken(keys: Pick<Keyring, "derive">): string {
  return keys.derive("setup").toString("base64url");
}

/** Whether the set-up page still works: while nobody is an Owner. */
export async function setupIsOpen(db: Db): Promise<boolean> {
  return !(await hasOwner(db));
}

/** Compares in constant time. */
export function isSetupToken(keys: Pick<Keyring, "derive">, input: string): boolean {
  const [expected, actual] = [Buffer.from(setupToken(keys)), Buffer.from(input)];
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}
