import type { DatabaseAddress } from "@/lib/db/client";
import { superuserAddress } from "@/test/security/stored-places";
import { runSql } from "@/test/server";
import type { InstanceEnv } from "./instance";

/** Pretends that everybody's last proof of who they are was so long ago that it has to be given again. */
export async function forgetProofs(env: InstanceEnv, email: string): Promise<void> {
  await runSql(
    addressOf(env),
    `UPDATE sessions SET confirmed_at = confirmed_at - interval '20 minutes'
     WHERE user_id = (SELECT id FROM users WHERE email = '${email.replaceAll("'", "''")}')`,
  );
}

/** Says whether the organisation wants everybody to have a second factor. */
export async function requireSecondFactor(env: InstanceEnv, isRequired: boolean): Promise<void> {
  await runSql(addressOf(env), `UPDATE organisations SET requires_second_factor = ${isRequired}`);
}

/** Suspends a person past the program. */
export async function suspend(env: InstanceEnv, email: string): Promise<void> {
  await runSql(
    addressOf(env),
    `UPDATE users SET status = 'suspended' WHERE email = '${email.replaceAll("'", "''")}'`,
  );
}

/** An instance's database, for somebody who may do everything there. */
export function addressOf(env: InstanceEnv): DatabaseAddress {
  if (env.DATABASE_URL) return { url: env.DATABASE_URL };
  return superuserAddress(env.STRONGROOM_DATA_DIR ?? "");
}
