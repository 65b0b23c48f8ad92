import type { Page } from "@playwright/test";

/** The authenticator of a page's device, as far as a test plays it. */
export interface VirtualAuthenticator {
  /** Whether it recognises the finger, face or PIN at the next questions. */
  recognises(isRecognised: boolean): Promise<void>;
  /** How many passkeys it holds. */
  count(): Promise<number>;
  /** Takes it away, with its passkeys. */
  remove(): Promise<void>;
}

const OPTIONS = {
  protocol: "ctap2",
  transport: "internal",
  hasResidentKey: true,
  hasUserVerification: true,
  isUserVerified: true,
  automaticPresenceSimulation: true,
} as const;

/** Gives the page's device a built-in authenticator that recognises its person. */
export async function addAuthenticator(page: Page): Promise<VirtualAuthenticator> {
  const session = await page.context().newCDPSession(page);
  await session.send("WebAuthn.enable");
  const { authenticatorId } = await session.send("WebAuthn.addVirtualAuthenticator", { options: OPTIONS });
  return {
    recognises: async (isUserVerified) => {
      await session.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified });
    },
    count: async () => {
      const { credentials } = await session.send("WebAuthn.getCredentials", { authenticatorId });
      return credentials.length;
    },
    remove: async () => {
      await session.send("WebAuthn.removeVirtualAuthenticator", { authenticatorId });
    },
  };
}
