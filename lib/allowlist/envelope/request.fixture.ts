import { randomBytes } from "node:crypto";
import { opened, type Secrets } from "@/test/partner/opened";
import { type OutgoingInput, prepareRequest } from "./request";

export const KEY = randomBytes(32).toString("hex");
export const now = new Date("2026-11-26T10:00:00Z");
export const cipher = { method: "AES-256-GCM", key: { from: { secret: "KEY" }, reading: "hex" } };
export const fields = (paths: string[], more: object = {}) => ({ level: "fields", paths, cipher, ...more });
export const beside = { cipher: { ...cipher, iv: { from: "field" } } };

export function prepare(input: object, request: OutgoingInput, method = "POST", secrets: Secrets = {}) {
  const facts = {
    method: method as "POST",
    now,
    messageId: "msg_1",
    url: "https://partner.example/?version=1",
  };
  return prepareRequest(opened(input, { KEY, ...secrets }), request, facts);
}
export const issueOf = (attempt: Promise<unknown>) =>
  attempt.then(
    () => null,
    ({ code, context }: { code: string; context: { fields?: object } }) => [
      code,
      ...Object.entries(context.fields ?? {}).flat(2),
    ],
  );
