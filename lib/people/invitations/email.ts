import { ROLE_NAMES, type Role } from "@/lib/authorization/actor";
import type { EmailMessage } from "@/lib/net/mail";

interface Told {
  readonly email: string;
  readonly role: Role;
  readonly invitedBy: string;
  readonly link: string;
  readonly expiresAt: Date;
}

const until = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeStyle: "short", timeZone: "UTC" });

/** The mail that carries an invitation. Plain text: nothing in it can be anything but words and one link. */
export function invitationEmail({ email, role, invitedBy, link, expiresAt }: Told): EmailMessage {
  const text = [
    `${invitedBy} invites you to Strongroom, with the role ${ROLE_NAMES[role]}.`,
    "Open this link to choose a name and a password:",
    link,
    `It works once, until ${until.format(expiresAt)} UTC. Do not pass it on: whoever opens it first gets the account.`,
    "If you did not expect this, do nothing.",
  ].join("\n\n");
  return { to: email, subject: "Your invitation to Strongroom", text: `${text}\n` };
}
