import type { IncomingMessage } from "node:http";
import { type Ctx, requestContext } from "@/lib/context";
import { DEVICE_SECONDS, type NoKey, POLL_SECONDS } from "@/lib/personal-keys/devices/model";
import { machineName } from "@/lib/personal-keys/devices/schema";
import { beginDevice, collectKey } from "@/lib/personal-keys/devices/service";
import { isStorable } from "@/lib/platform/text";
import type { MachineFacts } from "@/lib/web/gateway";
import { readBody } from "./body";
import { type MachineRuntime, requestOf } from "./context";
import type { RateLimits } from "./rate-limit";

const GRANT_TYPE = "urn:ietf:params:oauth:grant-type:device_code";
const FORM = /^application\/x-www-form-urlencoded *(?:;|$)/i;
const CLIENT_ID_LENGTH_MAX = 100;

/** JSON with its status, as RFC 6749 has it. */
export interface DeviceAnswer {
  readonly status: 200 | 400;
  readonly json: Readonly<Record<string, unknown>>;
}

type Form = ReadonlyMap<string, string>;

/**
 * The two addresses at which a person in a browser signs a machine in (RFC 8628). They take no key, so they stand beside the
 * endpoints; and forms, as OAuth does. Null for any other address.
 */
export function deviceAnswerer(
  { services }: MachineRuntime,
  limits: RateLimits,
): (req: IncomingMessage, path: string, facts: MachineFacts) => Promise<DeviceAnswer> | null {
  const addresses: Readonly<Record<string, (ctx: Ctx, form: Form) => Promise<DeviceAnswer>>> = {
    "/device/code": begin,
    "/device/token": (ctx, form) => collect(ctx, form, limits),
  };
  return (req, path, facts) => {
    const answer = req.method === "POST" && Object.hasOwn(addresses, path) ? addresses[path] : undefined;
    if (!answer) return null;
    const ctx = requestContext(services, { actor: { kind: "anonymous" }, request: requestOf(req, facts) });
    return formOf(req).then((form) =>
      form ? answer(ctx, form) : refusal("invalid_request", "Send a form, with each parameter once."),
    );
  };
}

async function begin(ctx: Ctx, form: Form): Promise<DeviceAnswer> {
  if (!hasClient(form)) return refusal("invalid_request", "Say which program it is: client_id.");
  const machine = machineName.safeParse(form.get("machine") ?? form.get("client_id"));
  if (!machine.success) return refusal("invalid_request", "machine is one line of text.");
  const { deviceCode, userCode } = await beginDevice(ctx, machine.data);
  const json = {
    ...{ device_code: deviceCode, user_code: userCode, verification_uri: `${ctx.origin}/device` },
    ...{ expires_in: DEVICE_SECONDS, interval: POLL_SECONDS },
  };
  return { status: 200, json };
}

async function collect(ctx: Ctx, form: Form, limits: RateLimits): Promise<DeviceAnswer> {
  if (form.get("grant_type") !== GRANT_TYPE) return refusal("unsupported_grant_type");
  const code = form.get("device_code");
  if (!hasClient(form) || code === undefined)
    return refusal("invalid_request", "Send device_code and client_id.");
  const collected = await collectKey(ctx, code);
  if ("error" in collected) {
    if (collected.error === "invalid_grant") limits.noteBad(ctx.request.ip, null);
    return refusal(collected.error);
  }
  const { text, expiresAt } = collected;
  const seconds = Math.floor((expiresAt.getTime() - ctx.now().getTime()) / 1_000);
  return { status: 200, json: { access_token: text, token_type: "Bearer", expires_in: seconds } };
}

function hasClient(form: Form): boolean {
  const client = form.get("client_id") ?? "";
  return client !== "" && client.length <= CLIENT_ID_LENGTH_MAX;
}

function refusal(
  error: NoKey | "invalid_request" | "unsupported_grant_type",
  description?: string,
): DeviceAnswer {
  return {
    status: 400,
    json: { error, ...(description !== undefined && { error_description: description }) },
  };
}

/** The parameters of a form; null for what is none, and for a parameter that is there twice. */
async function formOf(req: IncomingMessage): Promise<Form | null> {
  const body = (await readBody(req)).toString("utf8");
  const entries = [...new URLSearchParams(body)];
  const form = new Map(entries);
  const isForm = FORM.test(req.headers["content-type"] ?? "") && entries.flat().every(isStorable);
  return isForm && form.size === entries.length ? form : null;
}
