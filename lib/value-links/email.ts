import type { EmailMessage } from "@/lib/net/mail";

interface Told {
  /** Whoever asked. */
  readonly to: string;
  readonly name: string;
  readonly recipient: string;
  readonly project: string;
  readonly environment: string;
  readonly url: string;
}

/** Tells whoever asked for a value that it came. */
export function arrivedEmail({ to, name, recipient, project, environment, url }: Told): EmailMessage {
  const from = recipient === "" ? "Somebody" : `Whoever had the link for ${recipient}`;
  const text = [
    `${from} gave the value of ${name} in ${project}, ${environment}. The link is used up.`,
    `Strongroom: ${url}`,
  ].join("\n\n");
  return { to, subject: `The value of ${name} has come`, text: `${text}\n` };
}
