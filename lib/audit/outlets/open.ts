import type { Writable } from "node:stream";
import type { Egress } from "@/lib/net/egress";
import type { Mailer } from "@/lib/net/mail";
import type { AuditSettings, WebhookTarget } from "@/lib/platform/audit-settings";
import { notAccepted } from "./failure";
import type { AuditOutlets, AuditStream, Witness } from "./model";
import { lineWriter } from "./standard-output";
import { syslogSender } from "./syslog";
import { webhookSender, webhookUrl } from "./webhook";
import { appendNote } from "./witness-file";

interface Deps {
  readonly egress: Egress;
  /** Null where no mail server is set. */
  readonly mail: Mailer | null;
  /** Host that people know this instance by. */
  readonly host: string;
  readonly stdout: Writable;
  readonly onFailure: AuditOutlets["onFailure"];
}

const DAY_MS = 86_400_000;
/** The mail goes with the first checkpoint of the next day, which comes somewhat earlier or later within its minute. */
const MAIL_MS = DAY_MS - 120_000;

/** Makes ready what the settings name; connects nowhere yet. Throws an Error for an address that nothing can be sent to. */
export function openOutlets(settings: AuditSettings, deps: Deps): AuditOutlets {
  const write = lineWriter(deps.stdout);
  return {
    streams: streamsOf(settings, deps, write),
    witnesses: witnessesOf(settings, deps, write),
    witnessFile: settings.witnesses.file,
    onFailure: deps.onFailure,
  };
}

type Write = ReturnType<typeof lineWriter>;

function streamsOf({ stdout, syslog, webhook, ca }: AuditSettings, deps: Deps, write: Write) {
  const streams: AuditStream[] = [];
  if (stdout) streams.push({ name: "stdout", target: "Standard output", send: write, ...stdout });
  if (syslog) {
    const { kinds, ...target } = syslog;
    const shown = `${target.isTls ? "tls" : "tcp"}://${hostPort(target)}`;
    const send = syslogSender(target, ca, deps.host);
    streams.push({ name: "syslog", target: `Syslog to ${shown}`, kinds, send });
  }
  if (webhook) {
    const { target, post } = openWebhook("STRONGROOM_AUDIT_WEBHOOK", webhook, ca, deps);
    streams.push({
      name: "webhook",
      target,
      kinds: webhook.kinds,
      send: (events, signal) => {
        const id = `events_${events.at(-1)?.hash.slice(0, 32)}`;
        return post({ id, type: "audit.events", data: { events } }, signal);
      },
    });
  }
  return streams;
}

function witnessesOf({ witnesses, ca }: AuditSettings, deps: Deps, write: Write) {
  const { file, isOnStdout, webhook, mail } = witnesses;
  const list: Witness[] = [];
  if (file !== null)
    list.push({
      name: "witness.file",
      target: "File on the host",
      everyMs: 0,
      send: ({ note }) => appendNote(file, note),
    });
  if (isOnStdout)
    list.push({
      name: "witness.stdout",
      target: "Standard output",
      everyMs: 0,
      send: ({ note }, signal) => write([{ checkpoint: note }], signal),
    });
  if (webhook) {
    const { target, post } = openWebhook("STRONGROOM_AUDIT_WITNESS_WEBHOOK", webhook, ca, deps);
    list.push({
      name: "witness.webhook",
      target,
      everyMs: 0,
      send: ({ size, root, note }, signal) => {
        const id = `checkpoint_${root.toString("hex").slice(0, 32)}`;
        return post({ id, type: "audit.checkpoint", data: { size, checkpoint: note } }, signal);
      },
    });
  }
  if (mail !== null) list.push(mailWitness(mail, deps));
  return list;
}

function openWebhook(setting: string, webhook: WebhookTarget, ca: string | null, { egress }: Deps) {
  const url = webhookUrl(setting, webhook);
  const target = `Webhook of ${hostPort({ host: url.host, port: url.port })}`;
  return { target, post: webhookSender(url, webhook.key, { egress, ca }) };
}

function mailWitness(to: string, { mail, host }: Deps): Witness {
  return {
    name: "witness.mail",
    target: `Mail to ${to}`,
    everyMs: MAIL_MS,
    send: async ({ size, note }) => {
      const text = `The audit log of ${host} has ${size.toLocaleString("en")} events. Keep this note: with it you can tell later\nwhether anything up to here was changed (docs/audit.md).\n\n${note}`;
      const isSent = await mail?.send({ to, subject: `Checkpoint of the audit log of ${host}`, text });
      if (!isSent) throw notAccepted("The mail server did not take it; the log says why.");
    },
  };
}

function hostPort({ host, port }: { readonly host: string; readonly port: number }): string {
  return `${host.includes(":") ? `[${host}]` : host}:${port}`;
}
