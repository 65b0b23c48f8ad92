import type { SendRecord } from "@/lib/allowlist/history/model";

const REASONS: Readonly<Record<string, string>> = {
  addressNotAllowed: "Its host leads to an address that is not called",
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

/** Whether a send ended as its caller wished. */
export function isGood({ status, reason }: SendRecord): boolean {
  return reason === null && status !== null && status < 400;
}

/** How a send ended, beyond its status. */
export function outcomeInWords({ reason, attempts, isReplayed }: SendRecord): string {
  const why = reason === null ? "" : (REASONS[reason] ?? reason);
  const tries = attempts !== null && attempts > 1 ? `${attempts} attempts` : "";
  return [why, tries, isReplayed ? "answered from an earlier send" : ""].filter(Boolean).join(", ");
}
