import type { MailSettings } from "@/lib/platform/mail-settings";

export interface EmailMessage {
  readonly to: string;
  readonly subject: string;
  /** Plain text. */
  readonly text: string;
}

/** The way out for mail. */
export interface Mailer {
  /** Whether the mail server took the letter. Never throws: why it did not is for the log. */
  send(message: EmailMessage): Promise<boolean>;
}

const STEP_MS_MAX = 5_000;
/** For the whole conversation: somebody waits for it. */
const MESSAGE_MS_MAX = 15_000;

/** Opens no connection before the first letter; each letter has one of its own. */
export function openMailer(
  settings: MailSettings & { readonly from: string },
  onFailure: (error: unknown) => void,
): Mailer {
  return {
    send: async (message) => {
      try {
        await within(MESSAGE_MS_MAX, deliver(settings, message));
        return true;
      } catch (error) {
        onFailure(error);
        return false;
      }
    },
  };
}

async function deliver(
  settings: MailSettings & { readonly from: string },
  message: EmailMessage,
): Promise<void> {
  // Only where mail is sent at all: it would cost every start some time.
  const { createTransport } = await import("nodemailer");
  const { host, port, tls, login, from } = settings;
  const transport = createTransport({
    host,
    port,
    secure: tls === "always",
    requireTLS: tls === "starttls",
    ignoreTLS: tls === "never",
    tls: { rejectUnauthorized: true, minVersion: "TLSv1.2" },
    ...(login && { auth: { user: login.user, pass: login.password } }),
    connectionTimeout: STEP_MS_MAX,
    greetingTimeout: STEP_MS_MAX,
    socketTimeout: STEP_MS_MAX,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const { to, subject, text } = message;
  await transport.sendMail({ from: { name: "Strongroom", address: from }, to, subject, text });
}

async function within(ms: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`the mail server took longer than ${ms} ms`)), ms);
  });
  await Promise.race([work, tooLate]).finally(() => clearTimeout(timer));
}
