import type { IncomingMessage } from "node:http";
import { requestContext } from "@/lib/context";
import { addressScope } from "@/lib/net/address-scope";
import { AppError } from "@/lib/platform/app-error";
import { receiveWebhook, type Webhook } from "@/lib/triggers/receiving/service";
import type { MachineFacts } from "@/lib/web/gateway";
import { type Answer, ok } from "./answer";
import { readBody } from "./body";
import { type MachineRuntime, requestOf } from "./context";
import { FAILURES_MAX, openBuckets } from "./rate-limit";

/** Where webhooks come in. */
export const HOOKS_PATH = "/hooks";

/** Deliveries that one trigger takes on one instance, a minute. */
export const DELIVERIES_MAX = 30_000;
/** Bytes of bodies that are held at a time: nothing is known of their senders yet, … */
const HELD_BYTES_MAX = 64 * 1_048_576;
/** … and of those from one address. */
const ADDRESS_BYTES_MAX = 16 * 1_048_576;
const WRONG = "The signature is not right, or there is no such trigger.";
const TAKEN = "This delivery was taken before.";

/**
 * Answers `POST /hooks/{project}/{name}`: it takes no key, the signature is the proof. Whoever has sent too much that was not right has to
 * wait, but what is right is taken all the same.
 */
export function hookAnswerer(
  { services }: Pick<MachineRuntime, "services">,
  now: () => number = () => performance.now(),
): (req: IncomingMessage, path: string, facts: MachineFacts) => Promise<Answer> {
  const failures = openBuckets(FAILURES_MAX, now);
  const deliveries = openBuckets(DELIVERIES_MAX, now);
  const held = openHeldBytes();
  return async (req, path, facts) => {
    facts.activity.name = `${HOOKS_PATH}/{project}/{name}`;
    const target = targetIn(path);
    const address = addressScope(facts.clientAddress);
    const waitMs = deliveries.waitMs(path);
    if (waitMs > 0) throw throttled("Too many deliveries came to this trigger.", waitMs);
    const ctx = requestContext(services, { actor: { kind: "anonymous" }, request: requestOf(req, facts) });
    const letGo = held.take(address, Number(req.headers["content-length"] ?? 0));
    try {
      const received = await receiveWebhook(ctx, target, {
        headers: headersOf(req),
        body: await readBody(req),
      });
      if (received.kind === "challenged") return ok({ challenge: received.challenge });
      if (received.kind === "replayed") throw new AppError("conflict", TAKEN);
      if (received.kind === "taken") {
        deliveries.take(path);
        return ok({ delivery: received.delivery });
      }
    } finally {
      letGo();
    }
    const refusedMs = failures.waitMs(address);
    if (refusedMs > 0)
      throw throttled("Too many webhooks with wrong signatures came from this address.", refusedMs);
    failures.take(address);
    throw new AppError("unauthenticated", WRONG);
  };
}

/** Another name than any trigger can have is looked for all the same. */
function targetIn(path: string): { readonly project: string; readonly name: string } {
  const [, project = "-", name = "-"] = /^\/hooks\/([a-z0-9-]{1,100})\/([a-z0-9-]{1,100})$/.exec(path) ?? [];
  return { project, name };
}

/** In the order in which they came, with names in lower case. */
function headersOf({ rawHeaders }: IncomingMessage): Webhook["headers"] {
  const pairs: [string, string][] = [];
  for (let i = 0; i + 1 < rawHeaders.length; i += 2)
    pairs.push([(rawHeaders[i] ?? "").toLowerCase(), rawHeaders[i + 1] ?? ""]);
  return pairs;
}

/** Counts the bytes of bodies that are in memory, by the length that their requests announce. */
function openHeldBytes() {
  const byAddress = new Map<string, number>();
  let total = 0;
  return {
    take: (address: string, bytes: number): (() => void) => {
      const ofAddress = byAddress.get(address) ?? 0;
      if (total + bytes > HELD_BYTES_MAX || ofAddress + bytes > ADDRESS_BYTES_MAX)
        throw new AppError("unavailable", "Too much is coming in at once. Try again.", {
          retryAfterSeconds: 1,
        });
      total += bytes;
      byAddress.set(address, ofAddress + bytes);
      return () => {
        total -= bytes;
        const left = (byAddress.get(address) ?? 0) - bytes;
        if (left > 0) byAddress.set(address, left);
        else byAddress.delete(address);
      };
    },
  };
}

function throttled(detail: string, waitMs: number): AppError {
  const retryAfterSeconds = Math.max(1, Math.ceil(waitMs / 1_000));
  return new AppError("throttled", `${detail} Try again in ${retryAfterSeconds} s.`, { retryAfterSeconds });
}
