import { randomBytes } from "node:crypto";
import { afterAll } from "vitest";
import { type EgressAnswer, type EgressFailure, type OutgoingRequest, openEgress } from "@/lib/net/egress";
import { parseOutgoingUrl } from "@/lib/net/outgoing-url";

/** A request that carries a secret, to an address whose host an Owner allowed. */
export function requestTo(address: string, more: Partial<OutgoingRequest> = {}): OutgoingRequest {
  const url = parseOutgoingUrl(address);
  if (typeof url === "string") throw new Error(url);
  const allowed = url.host.includes(":") ? `[${url.host}]` : url.host;
  return {
    url,
    method: "POST",
    headers: [["Authorization", `Bearer ${randomBytes(24).toString("hex")}`]],
    query: [],
    body: Buffer.from("{}"),
    ca: null,
    policy: { allowedPrivateHosts: [allowed] },
    answerBytesMax: 1_024 * 1_024,
    ...more,
  };
}

/** Whether bytes on the wire hold the secret of such a request. */
export function holdsSecret(received: Buffer): boolean {
  return received.includes("Bearer ");
}

/** A way out for one test file, with what it answers or why it does not. Call it at the top of the file. */
export function testEgress() {
  const egress = openEgress();
  afterAll(() => egress.close());
  const send = (address: string, more: Partial<OutgoingRequest> = {}, from = egress) =>
    from.send(requestTo(address, more), AbortSignal.timeout(5_000));
  const failed = async (...input: Parameters<typeof send>): Promise<EgressFailure> => {
    const outcome = await send(...input);
    if ("answer" in outcome) throw new Error(`answered ${outcome.answer.status}`);
    return outcome.failure;
  };
  const answered = async (...input: Parameters<typeof send>): Promise<EgressAnswer> => {
    const outcome = await send(...input);
    if ("failure" in outcome) throw new Error(JSON.stringify(outcome.failure));
    return outcome.answer;
  };
  return { egress, failed, answered };
}
