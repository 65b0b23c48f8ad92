import { counted } from "@/lib/counted";
import { inMs } from "@/lib/quantity";
import type { AUDIT_KINDS } from "../model";
import { count, type Detail, fieldOf, line, listed, named, shown, sizeOf, type Wording } from "./detail";
import { LEASES } from "./leases";
import { readIn } from "./managers";
import { SSH_CERTIFICATES } from "./ssh";
import { DELIVERIES } from "./triggers";

const NAMED_MAX = 3;

/** Why nothing came back from an endpoint, by the code that the event has. */
export const SEND_FAILURES: Readonly<Record<string, string>> = {
  addressNotAllowed: "Host resolves to a blocked address",
  notSendable: "A header could not be sent",
  nameNotFound: "Its host was not found",
  notConnected: "It could not be reached",
  notTrusted: "Its certificate was not trusted",
  timeout: "It took too long",
  lost: "The connection ended before the answer",
  tooLarge: "The answer was too large",
  unreadable: "The answer was not HTTP",
  notOpened: "The answer could not be decrypted",
  notEchoed: "It did not echo the challenge",
};

/** Events in which values were used or left the program. */
export const READS: Readonly<Record<(typeof AUDIT_KINDS)["read"]["actions"][number], Wording>> = {
  ...SSH_CERTIFICATES,
  "secret.revealed": {
    label: "Value read",
    sentence: (name, d) => `Read the value of ${name} (version ${shown(d.version)})`,
    details: readIn,
  },
  "secret.used": {
    label: "Value used",
    sentence: (name, d) => `${isFitCheck(d) ? "Checked the format" : "Used the value"} of ${name}`,
    details: (d) => [isFitCheck(d) ? "Format checked for an endpoint. No one saw the value." : ""],
  },
  "secret.compared": {
    label: "Value compared",
    sentence: (name, d) =>
      d.isSame === false
        ? `Compared another value with that of ${name}`
        : `Gave the value that ${name} has already`,
    details: (d) => [`It was compared with version ${shown(d.version)}, and no version was made.`],
  },
  "secret.copied": {
    label: "Value copied",
    sentence: (name, d) => `Copied the value of ${name} (version ${shown(d.version)}) to ${shown(d.to)}`,
    details: (d) => [d.isMoved === true ? "Moved: it was deleted here." : "", "No one saw the value."],
  },
  "values.read": {
    label: "Values read",
    sentence: (_, d) => `Read ${valuesIn(d)}`,
    details: (d) => [sizeOf(d.secrets) === 0 ? "" : listed(d.secrets)],
  },
  "pool.taken": {
    label: "Value taken",
    sentence: (name, d) => `Took ${name} out of the pool ${shown(d.pool)} (version ${shown(d.version)})`,
  },
  "connection.used": {
    label: "Token given out",
    sentence: (name) => `Got the access token of ${name}`,
  },
  ...LEASES,
  ...DELIVERIES,
  "allowlist.begun": {
    label: "Send started",
    sentence: (name) => `Started a send to ${name}`,
    details: (d) => [
      line("Method", d.method),
      line("Secrets", d.secrets, listed),
      line("Tokens of", d.connections, listed),
    ],
  },
  "allowlist.sent": {
    label: "Sent",
    sentence: (name, d) => `Sent to ${name}, which answered ${shown(d.status)}`,
    details: (d) => [d.isReplayed === true ? "Answered from an earlier send." : factsOf(d)],
  },
  "allowlist.failed": {
    label: "Send failed",
    sentence: (name, d) =>
      d.isChallenge === true ? `Failed to verify the endpoint ${name}` : `Failed to send to ${name}`,
    details: (d) => [failureOf(d), line("Status", d.status), factsOf(d)],
  },
};

function isFitCheck({ purpose }: Detail): boolean {
  return purpose === "fitCheck";
}

function valuesIn({ secrets }: Detail): string {
  const size = sizeOf(secrets);
  if (size === 0 || size > NAMED_MAX || !Array.isArray(secrets)) return counted(size, "value");
  const names = secrets.map((secret) => shown(fieldOf(secret, "name") ?? secret));
  return `the ${size === 1 ? "value" : "values"} of ${new Intl.ListFormat("en").format(names)}`;
}

function failureOf({ reason, code }: Detail): string {
  if (reason === undefined) return "";
  return `${named(SEND_FAILURES, reason)}${code === undefined ? "" : ` (${shown(code)})`}.`;
}

function factsOf({ durationMs, attempts, bytesSent, bytesReceived }: Detail): string {
  const facts = [
    typeof durationMs === "number" ? `Took ${inMs(durationMs)}.` : "",
    typeof attempts === "number" && attempts > 1 ? count(attempts, "attempt") : "",
    count(bytesSent, "byte", " sent"),
    count(bytesReceived, "byte", " received"),
  ];
  return facts.filter(Boolean).join(" ");
}
