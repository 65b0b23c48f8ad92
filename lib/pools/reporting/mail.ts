import { findAccount, listManagers } from "@/lib/accounts/store";
import type { Ctx } from "@/lib/context";
import { counted } from "@/lib/counted";
import type { EmailMessage } from "@/lib/net/mail";
import { listRefused, type RefusedMember } from "./store";

/**
 * Tells Owners and Super Admins by mail which members of a pool are refused now. Sends nothing when none is any more, or without a
 * mail server. Returns how many mails went out.
 */
export async function tellRefused(ctx: Ctx, poolId: string): Promise<number> {
  const { mail } = ctx;
  const refused = mail ? await listRefused(ctx.pool, poolId) : [];
  if (!mail || refused.length === 0) return 0;
  let sent = 0;
  for (const id of await listManagers(ctx)) {
    const account = await findAccount(ctx.db, ctx.seals, { id });
    const message = account && refusedEmail(account.email, ctx.origin, refused);
    if (message && (await mail.send(message))) sent += 1;
  }
  return sent;
}

function refusedEmail(to: string, origin: string, refused: readonly RefusedMember[]): EmailMessage | null {
  const [first] = refused;
  if (!first) return null;
  const { pool, project, environment } = first;
  const members = `${counted(refused.length, "member")} of the pool ${pool}`;
  return {
    to,
    subject: `${members} ${refused.length === 1 ? "is" : "are"} refused`,
    text: [
      `The provider refused these keys of the pool ${pool} (${project}, ${environment}), so nobody gets them:`,
      refused.map(({ name, version }) => `  ${name}, version ${version}`).join("\n"),
      "A member comes back with a new version of its secret, or when somebody puts it back.",
      `Details: ${origin}/projects/${project}/pools?environment=${environment}`,
      "",
    ].join("\n\n"),
  };
}
