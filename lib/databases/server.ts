import type { Ctx } from "@/lib/context";
import type { Login } from "./login";
import type { DatabaseLocation } from "./schema";

/** A kind of database server, as far as passwords are concerned. */
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
  /** Ends the session. Never throws. */
  end(): void;
}
