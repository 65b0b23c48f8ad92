"use client";

import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from "@simplewebauthn/browser";
import type { Ceremony } from "@/lib/auth/passkeys/model";

/** What came of asking the browser for a passkey: its answer as JSON, or what to tell the person. */
export type CeremonyOutcome =
  | { readonly kind: "answered"; readonly json: string }
  | { readonly kind: "failed"; readonly message: string; readonly code?: string };

const WITHOUT_HTTPS = "Passkeys need https. Open Strongroom at its https address, or at localhost.";
const UNSUPPORTED = "This browser doesn’t support passkeys. Use another one, or another way to go on.";
const UNREACHABLE = "The server could not be reached. Try again.";
const CANCELLED = "Cancelled.";
const TIMED_OUT = "This took too long. Try again.";

/** Told apart by the names of DOMException, which the library keeps. */
const MESSAGES: Readonly<Record<string, string>> = {
  InvalidStateError: "This device has a passkey for your account already.",
  NotSupportedError: "This device cannot make such a passkey. Try another device or a security key.",
  ConstraintError:
    "This device does not ask for a PIN, finger or face. Try another device or a security key.",
  SecurityError:
    "Passkeys do not work at this address. Open Strongroom by its name over https, or at localhost; an IP address will not do.",
};

/**
 * Asks the server for a question, and the browser to answer it with a passkey: a new one for registering and enrolling, an
 * existing one for everything else. The code for it is loaded when it is first needed.
 */
export async function holdCeremony(ceremony: Ceremony): Promise<CeremonyOutcome> {
  if (!window.isSecureContext) return failed(WITHOUT_HTTPS);
  if (!("PublicKeyCredential" in window)) return failed(UNSUPPORTED);
  const options = await fetchOptions(ceremony).catch(() => failed(UNREACHABLE));
  if ("kind" in options) return options;
  const startedAt = performance.now();
  try {
    return { kind: "answered", json: JSON.stringify(await answerTo(options)) };
  } catch (error) {
    const isOver = performance.now() - startedAt >= (options.timeout ?? Number.POSITIVE_INFINITY);
    return failed(messageOf(error, isOver));
  }
}

type Options = PublicKeyCredentialCreationOptionsJSON | PublicKeyCredentialRequestOptionsJSON;

async function fetchOptions(ceremony: Ceremony): Promise<Options | CeremonyOutcome> {
  const answer = await fetch(`/api/auth/passkeys/${ceremony}`, { cache: "no-store" });
  const body = await answer.json();
  return answer.ok ? body : { kind: "failed", message: body.detail, code: body.code };
}

async function answerTo(options: Options) {
  const { startAuthentication, startRegistration } = await import("@simplewebauthn/browser");
  return "rp" in options
    ? startRegistration({ optionsJSON: options })
    : startAuthentication({ optionsJSON: options });
}

function messageOf(error: unknown, isOver: boolean): string {
  const name = error instanceof Error ? error.name : "";
  if (name === "NotAllowedError" && isOver) return TIMED_OUT;
  return MESSAGES[name] ?? CANCELLED;
}

function failed(message: string): CeremonyOutcome {
  return { kind: "failed", message };
}
