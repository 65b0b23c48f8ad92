import type { Plaintext } from "@/lib/crypto/plaintext";
import type { Call } from "./call";

/** Something that an external manager keeps under a path, or a folder of such. */
export interface Entry {
  /** From the mount on, without a slash at either end. */
  readonly path: string;
  readonly isFolder: boolean;
}

/** Where a value lies in an external manager. */
export interface EntryRef {
  readonly path: string;
  /** Of an entry that holds several; empty for the one that it holds. */
  readonly field: string;
}

/** A text alone, or texts by the names of their fields. */
export type Content = string | Readonly<Record<string, string>>;

export interface Version {
  readonly version: string;
  /** Null where the manager does not say. */
  readonly at: Date | null;
}

export interface EntryContent extends Version {
  readonly content: Content;
  /** The fields whose values are no text, such as numbers and objects. */
  readonly notText: readonly string[];
}

/** Whether there is something under a path, and who says that they made it. */
export interface Ownership {
  readonly exists: boolean;
  /** What `write` was given when it made the entry; null for whatever others made. */
  readonly owner: string | null;
}

/** One external manager, signed in to. Everything throws a manager error (`manager-error.ts`), and nothing else. */
export interface ManagerClient {
  /** Whether the manager knows who asks, and has what the connection names. */
  check(): Promise<void>;
  /**
   * What lies under a prefix, page by page. A kind with folders gives one level of them, one without gives everything below;
   * nothing under it is an empty page.
   */
  list(
    prefix: string,
    cursor: string | null,
  ): Promise<{ readonly entries: readonly Entry[]; readonly next: string | null }>;
  /** All that an entry holds. */
  read(path: string, label: string): Promise<EntryContent>;
  /** The versions that can still be read, the newest first; the current one alone where the kind keeps no others. */
  versions(path: string): Promise<readonly Version[]>;
  /**
   * Puts these fields beside those of others, or the text in place of the one before. An entry that is not there is made, and
   * says from then on that it is `owner`'s. Throws `changed` when somebody else wrote at the same time.
   */
  write(path: string, content: Content, owner: string): Promise<Version>;
  /** Takes these fields away, or with null the whole entry with its versions. What is not there is gone already. */
  remove(path: string, fields: readonly string[] | null): Promise<void>;
  /** Says who made an entry. A kind that cannot keep that says null of everything. */
  owner(path: string): Promise<Ownership>;
}

/** What speaks to one kind of manager. `C` is its part of the configuration. */
export interface ManagerKind<C> {
  /** Opens nothing yet: the first call does. */
  client(call: Call, config: C, credential: Plaintext): ManagerClient;
}
