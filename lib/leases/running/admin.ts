import type { Ctx } from "@/lib/context";
import { Plaintext } from "@/lib/crypto/plaintext";
import { adminLogin } from "@/lib/databases/login";
import { serverOf } from "@/lib/databases/registry";
import type { DatabaseSession } from "@/lib/databases/server";
import { AppError, isAppError } from "@/lib/platform/app-error";
import { scrubbed } from "@/lib/rotation/running/scrubbed";
import { openCredential } from "@/lib/secrets/credentials/service";
import type { SourceRow } from "../sources/store";

export type AdminSession = Pick<DatabaseSession, "createUser" | "extendUser" | "dropUser" | "end">;

/**
 * Signs in to the database of a source as its admin, on record. What goes wrong, there and in what the session does, is thrown as
 * AppError without the passwords that were at hand.
 */
export async function signInToSource(ctx: Ctx, row: SourceRow): Promise<AdminSession> {
  const use = { purpose: "lease", of: row.name } as const;
  const credential = await openCredential(ctx, { id: row.environmentId }, row.credentialId, use);
  const told = async <T>(work: () => Promise<T>, ...values: readonly string[]): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      if (!isAppError(error)) throw error;
      const secret = [credential, ...values.map((value) => Plaintext.of(value))];
      throw new AppError(error.code, scrubbed(error.detail, secret));
    }
  };
  const session = await told(async () =>
    serverOf(row.source).signIn(ctx, row.source, adminLogin(credential)),
  );
  return {
    createUser: (user) => told(() => session.createUser(user), user.password),
    extendUser: (user, seconds) => told(() => session.extendUser(user, seconds)),
    dropUser: (user) => told(() => session.dropUser(user)),
    end: session.end,
  };
}
