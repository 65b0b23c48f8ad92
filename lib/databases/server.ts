import type { Ctx } from "@/lib/context";
import type { Login } from "./login";
import type { DatabaseLocation } from "./schema";

/** A user that is about to be made. */
export interface NewUser {
  readonly user: string;
  readonly password: string;
  /** How long it may sign in, where the server can be told so. */
  readonly seconds: number;
  /** What gives it rights, with `{{user}}` where its name goes. */
  readonly statements: readonly string[];
}

/** How long making a user may take in all. */
export const MAKE_MS_MAX = 20_000;

/** A kind of database server, as far as users and passwords are concerned. */
export interface DatabaseServer {
  /** A new password: its form is one that every way of signing in takes. */
  newPassword(): string;
  /** Signs in with a password that the server has to check. Throws `badGateway` with why it cannot. */
  signIn(ctx: Ctx, location: DatabaseLocation, login: Login): Promise<DatabaseSession>;
}

export interface DatabaseSession {
  /**
   * Gives a user a password, without telling the server what it is. Throws `badGateway`, also when it is not known whether it
   * has it now, and `conflict` for a password that cannot be given so, before anything changes.
   */
  setPassword(user: string, password: string): Promise<void>;
  /** Throws `conflict` as `setPassword` would. */
  requireSettable(user: string, password: string): Promise<void>;
  /**
   * Makes a user with rights, without telling the server its password. Throws `badGateway` with the number of the statement that
   * failed; whether the user is there is not known then.
   */
  createUser(user: NewUser): Promise<void>;
  /** Has a user sign in for so many seconds from now, where the server was told how long. Throws `badGateway`. */
  extendUser(user: string, seconds: number): Promise<void>;
  /** Ends the sessions of a user, and drops it with its rights; what it owns becomes the admin's. Does nothing for one that is not there. */
  dropUser(user: string): Promise<void>;
  /** Ends the session. Never throws. */
  end(): void;
}
