import type { Role } from "@/lib/authorization/actor";
import type { EmailMessage } from "@/lib/net/mail";
import { storedSecrets } from "@/lib/secrets/stored-secrets.fixture";
import { noticeChoices } from "./choices/schema";
import { chooseNotices } from "./choices/service";
import { gatherNotices } from "./gathering/service";
import { dueChannels, sendDue } from "./sending/service";

/** A context in which people are told of what happens, and a mail server that does as it is told. Call it at the top of the file. */
export async function testNotices(context?: Awaited<ReturnType<typeof storedSecrets>>) {
  const stored = context ?? (await storedSecrets());
  const { as, asRole, database } = stored;
  const sent: EmailMessage[] = [];
  const server = { isDown: false };
  const mail = {
    send: async (message: EmailMessage) => {
      if (!server.isDown) sent.push(message);
      return !server.isDown;
    },
  };
  const job = { ...as({ kind: "job", name: "notices" }), mail };
  const waiting = () =>
    database.db.noticeDelivery.findMany({ where: { state: "waiting" }, orderBy: { id: "asc" } });
  /** Tries what is due, as the jobs do. */
  const send = async () => {
    for (const channelId of await dueChannels(job)) await sendDue(job, channelId);
  };
  return {
    ...{ ...stored, mail, job, sent, server, waiting, send },
    gather: (timing: "atOnce" | "daily") => gatherNotices(job, timing),
    /** What is mailed when somebody looks for news now. */
    told: async (timing: "atOnce" | "daily" = "atOnce") => {
      sent.length = 0;
      await gatherNotices(job, timing);
      await send();
      return [...sent];
    },
    /** A person who chose this. */
    choosing: async (role: Role, choices: object) => {
      const actor = await asRole(role);
      await chooseNotices({ ...stored.ctx, mail, actor }, noticeChoices.parse(choices));
      return actor;
    },
  };
}
