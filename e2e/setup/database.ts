import pg from "pg";
import type { DatabaseAddress } from "@/lib/db/client";
import { superuserAddress } from "@/test/security/stored-locations";
import { runAdmin } from "./admin";
import type { InstanceEnv } from "./instance";

/** Pretends that everybody's last proof of who they are was so long ago that it has to be given again. */
export async function forgetProofs(env: InstanceEnv, email: string): Promise<void> {
  await change(
    env,
    "sessions",
    `UPDATE sessions SET confirmed_at = confirmed_at - interval '20 minutes'
     WHERE user_id = (SELECT id FROM users WHERE email = '${email.replaceAll("'", "''")}') RETURNING id`,
  );
}

/** Says whether the organisation wants everybody to have a second factor. */
export async function requireSecondFactor(env: InstanceEnv, isRequired: boolean): Promise<void> {
  const statement = `UPDATE organisations SET requires_second_factor = ${isRequired} RETURNING id`;
  await change(env, "organisations", statement);
}

/** Suspends a person past the program. */
export async function suspend(env: InstanceEnv, email: string): Promise<void> {
  const where = `email = '${email.replaceAll("'", "''")}'`;
  await change(env, "users", `UPDATE users SET status = 'suspended' WHERE ${where} RETURNING id`);
}

/** Changes rows past the program and has them accepted as they are, so that their seals fit. */
async function change(env: InstanceEnv, table: string, statement: string): Promise<void> {
  const address = addressOf(env);
  const client = new pg.Client("url" in address ? address.url : address);
  await client.connect();
  const { rows } = await client.query<{ id: string }>(statement).finally(() => client.end());
  for (const { id } of rows) await runAdmin(env, ["row", "accept", table, id]);
}

/** An instance's database, for somebody who may do everything there. */
export function addressOf(env: InstanceEnv): DatabaseAddress {
  if (env.DATABASE_URL) return { url: env.DATABASE_URL };
  return superuserAddress(env.STRONGROOM_DATA_DIR ?? "");
}
