import { failure, NotFoundError } from "../errors.js";
import type { Connection } from "../http/connection.js";
import { listIn, numberIn, recordIn, textIn } from "../http/json.js";
import { itemsOf, listOf } from "../http/pages.js";
import {
  type Audience,
  type Category,
  type ImportedSecret,
  importedSecretIn,
  type RevealedSecret,
  revealedSecretIn,
  type Secret,
  type StoredSecret,
  secretIn,
  storedSecretIn,
} from "./secret.js";
import { type LogEntry, logEntryIn, type Version, versionIn } from "./version.js";

export interface SecretText {
  readonly description?: string;
  readonly category?: Category;
  readonly audience?: Audience;
}

export interface Expecting {
  /** Only if this is the current version, else `preconditionFailed`. 0: only if there is no such secret. */
  readonly expectedVersion?: number;
}

/** A secret to import. */
export interface SecretToImport extends SecretText, Expecting {
  readonly name: string;
  readonly value: string;
}

export interface SecretFilter {
  /** Part of a name or description. */
  readonly search?: string;
  readonly category?: Category;
  readonly audience?: Audience;
}

/** Which value of a secret: the one that counts, the one before it, or the one that a rotation is about to make current. */
export type Label = "current" | "previous" | "pending";

const PAGE = 200;

/** The secrets of the key's environment. */
export class Secrets {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /**
   * Stores a value: a new secret, or a new version of the one that has the name, without downtime for readers. The value
   * that it has already makes no new version, unless it has less than 8 bytes or the secret was compared 20 times within the hour.
   * Needs `secrets:write`.
   */
  async set(name: string, value: string, text: SecretText & Expecting = {}): Promise<StoredSecret> {
    if (typeof value !== "string") throw failure("usage", "A value is a string.");
    const body = { ...text, name, value };
    const call = { method: "POST", path: "/secrets", body, effect: effectOf([text]) } as const;
    return storedSecretIn((await this.#connection.call(call)).json);
  }

  /**
   * Stores up to 1,000 secrets, all of them or none, and tells what became of each, in their order. With `dryRun` nothing is stored.
   * What cannot be stored is named in the error's `errors`, such as `secrets.3.name`. Needs `secrets:write`.
   */
  async import(
    secrets: readonly SecretToImport[],
    { dryRun = false }: { readonly dryRun?: boolean } = {},
  ): Promise<ImportedSecret[]> {
    const effect = dryRun ? "nothing" : effectOf(secrets);
    const call = { method: "POST", path: "/secrets/import", body: { secrets, dryRun }, effect } as const;
    return listIn(recordIn((await this.#connection.call(call)).json), "secrets", importedSecretIn);
  }

  /** All secrets that the key may know of, by name, without values. Needs `secrets:list`. */
  list(filter: SecretFilter = {}): Promise<Secret[]> {
    return listOf(this.each(filter));
  }

  /** The same one after another, for more than should be in memory at once. */
  each(filter: SecretFilter = {}): AsyncGenerator<Secret, void, undefined> {
    return itemsOf(this.#connection, { path: "/secrets", query: { ...filter, limit: PAGE } }, secretIn);
  }

  /** What is known of a secret, without its value. Throws `NotFoundError`. */
  async get(name: string): Promise<Secret> {
    return secretIn((await this.#connection.call({ method: "GET", path: pathOf(name) })).json);
  }

  async exists(name: string): Promise<boolean> {
    try {
      await this.#connection.call({ method: "HEAD", path: pathOf(name) });
      return true;
    } catch (error) {
      if (error instanceof NotFoundError) return false;
      throw error;
    }
  }

  /**
   * The value, of the current version unless told: by number, or by label. The audit log tells of it. Needs `secrets:read`.
   * Throws `NotFoundError` when there is no such version.
   */
  async reveal(
    name: string,
    { version, label }: { readonly version?: number; readonly label?: Label } = {},
  ): Promise<RevealedSecret> {
    const { json } = await this.#connection.call({
      method: "POST",
      path: `${pathOf(name)}/reveal`,
      body: { ...(version !== undefined && { version }), ...(label !== undefined && { label }) },
      effect: "nothing",
    });
    return revealedSecretIn(json);
  }

  /** Changes the description, category, audience or name. Needs `secrets:write`. Answers the name. */
  async update(name: string, change: SecretText & Expecting & { readonly name?: string }): Promise<string> {
    const { json } = await this.#connection.call({ method: "PATCH", path: pathOf(name), body: change });
    return textIn(recordIn(json), "name");
  }

  /** Deletes a secret and all of its versions for ever. Needs `secrets:delete`. Throws `NotFoundError`. */
  async delete(name: string, { expectedVersion }: Expecting = {}): Promise<void> {
    const headers = expectedVersion === undefined ? {} : { "if-match": `"${expectedVersion}"` };
    await this.#connection.call({ method: "DELETE", path: pathOf(name), headers });
  }

  /** All versions, newest first, without values. */
  versions(name: string): Promise<Version[]> {
    return listOf(
      itemsOf(this.#connection, { path: `${pathOf(name)}/versions`, query: { limit: PAGE } }, versionIn),
    );
  }

  /** Makes an old version's value current again, as a new version whose number is the answer. */
  async restore(name: string, version: number, expecting: Expecting = {}): Promise<number> {
    const path = `${pathOf(name)}/versions/${version}/restore`;
    return numberIn(
      recordIn((await this.#connection.call({ method: "POST", path, body: expecting })).json),
      "version",
    );
  }

  /** The change log, newest first, also of a secret that was deleted. */
  changes(name: string): Promise<LogEntry[]> {
    return listOf(itemsOf(this.#connection, { path: `${pathOf(name)}/changes`, query: {} }, logEntryIn));
  }
}

/** Storing the same again leaves the same value, so a lost answer may be asked for again; not where a version is expected. */
function effectOf(input: readonly Expecting[]): "same" | "more" {
  return input.every(({ expectedVersion }) => expectedVersion === undefined) ? "same" : "more";
}

/** `.` and `..` would be steps in the path however they are encoded, and no secret has such a name. */
function pathOf(name: string): string {
  if (typeof name !== "string" || name === "") throw failure("usage", "Name the secret.");
  if (name === "." || name === "..") throw failure("notFound", "No secret has this name.");
  return `/secrets/${encodeURIComponent(name)}`;
}
