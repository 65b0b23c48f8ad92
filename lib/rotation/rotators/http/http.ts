import { Plaintext } from "@/lib/crypto/plaintext";
import type { ConfigOf, Preset, PresetOf } from "../../schema";
import type { PreparedStep, RotationStep, Rotator } from "../rotator";
import { awsIam } from "./aws-iam";
import { cloudflare } from "./cloudflare";
import { custom } from "./custom";
import type { Provider, ProviderCall } from "./provider";
import { sendgrid } from "./sendgrid";
import { twilio } from "./twilio";

/** Every provider whose keys are rotated. A new one is a file, its configuration in `schema.ts`, and a line here. */
const PROVIDERS: { readonly [P in Preset]: Provider<PresetOf<P>> } = {
  "aws-iam": awsIam,
  cloudflare,
  sendgrid,
  twilio,
  custom,
};

/**
 * Keys of a provider: a new one is made beside the old one, which is deleted after the grace time. Without a credential the
 * key itself has to be allowed to manage keys.
 */
export const http: Rotator<"http"> = {
  prepare: async (step) => {
    const { provider, config } = providerOf(step);
    const call = callOf(step, step.old);
    const name = keyName(step);
    const oldId = await provider.idOf(call, config, step.old);
    await provider.deleteNamed?.(call, config, name);
    const { value, id } = await provider.create(call, config, { like: oldId ?? "", name });
    return { value: Plaintext.of(value), facts: { oldId, newId: id } };
  },
  test: async (step) => {
    const { provider, config } = providerOf(step);
    await provider.test(callOf(step, step.old), config, step.fresh);
  },
  revokeByHand: ({ oldId }) => (oldId === null ? UNKNOWN_ID : null),
  revoke: (step) => remove(step, step.fresh, "oldId"),
  revert: (step) => remove(step, step.old, "newId"),
};

const UNKNOWN_ID =
  "The id of the old key is not known, since no rotation made it. Delete it at the provider, and confirm that here.";

async function remove(step: PreparedStep<"http">, own: Plaintext, fact: "oldId" | "newId"): Promise<void> {
  const { provider, config } = providerOf(step);
  await provider.remove(callOf(step, own), config, String(step.facts[fact]));
}

/** `own`: the key that stands for itself where there is no credential. */
function callOf({ ctx, rotationId, credential }: RotationStep<"http">, own: Plaintext): ProviderCall {
  return { ctx, rotationId, authority: credential ?? own };
}

function providerOf({ config }: RotationStep<"http">) {
  // Each takes the configuration of its own preset, and that is the one that it is handed.
  return { provider: PROVIDERS[config.preset] as Provider<ConfigOf<"http">>, config };
}

/** What a new key is called at the provider: so an attempt that did not live to see its answer is found again. */
function keyName({ secret, rotationId }: RotationStep<"http">): string {
  return `${secret.name.slice(0, 20)} ${rotationId}`;
}
