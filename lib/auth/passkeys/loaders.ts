import "server-only";
import type { Ctx } from "@/lib/context";
import { AppError } from "@/lib/platform/app-error";
import { runtime } from "@/lib/runtime/registry";
import { type SignedInCtx, signedInContext } from "@/lib/web/context";
import { currentPending } from "@/lib/web/cookies";
import { deviceName } from "../device";
import { enrolmentOptions } from "./enrolment/service";
import { type Ceremony, defaultName } from "./model";
import { confirmationOptions, secondStepOptions, signInOptions } from "./proof/service";
import { listPasskeys, registrationOptions } from "./service";

/** What the account page shows of passkeys. */
export async function loadPasskeys(ctx: SignedInCtx) {
  return { passkeys: await listPasskeys(ctx), newName: newPasskeyName(ctx) };
}

/** What a passkey made in this browser is called, unless its owner says otherwise. */
export function newPasskeyName(ctx: Pick<Ctx, "request">): string {
  return defaultName(deviceName(ctx.request.userAgent));
}

const CEREMONIES: Readonly<Record<Ceremony, (ctx: Ctx, origin: string) => Promise<unknown>>> = {
  registration: async (_, origin) => registrationOptions(await signedInContext(), origin),
  confirmation: async (_, origin) => confirmationOptions(await signedInContext(), origin),
  enrolment: async (ctx, origin) => enrolmentOptions(ctx, origin, await currentPending()),
  secondStep: async (ctx, origin) => secondStepOptions(ctx, origin, await currentPending()),
  signIn: signInOptions,
};

/** What a browser needs for a ceremony. Throws `notFound` for a name that is none. */
export async function loadCeremony(ctx: Ctx, name: string): Promise<unknown> {
  if (!isCeremony(name)) throw new AppError("notFound", "There is no such question to a passkey.");
  return CEREMONIES[name](ctx, runtime().settings.origin);
}

function isCeremony(name: string): name is Ceremony {
  return Object.hasOwn(CEREMONIES, name);
}
