import type { Page } from "@playwright/test";

/** The authenticator of a page's device, as far as a test plays it. */
export interface VirtualAuthenticator {
  /** What its person does at the next question: proves to be them, or walks away. */
  answers(isWilling: boolean): Promise<void>;
  /** How many passkeys it holds. */
  count(): Promise<number>;
}

const OPTIONS = {
  protocol: "ctap2",
  transport: "internal",
  hasResidentKey: true,
  hasUserVerification: true,
  isUserVerified: true,
  automaticPresenceSimulation: true,
} as const;

/** Gives the page's device a built-in authenticator that always recognises its person. */
export async function addAuthenticator(page: Page): Promise<VirtualAuthenticator> {
  const session = await page.context().newCDPSession(page);
  await session.send("WebAuthn.enable");
  const { authenticatorId } = await session.send("WebAuthn.addVirtualAuthenticator", { options: OPTIONS });
  return {
    answers: async (isWilling) => {
      await session.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified: isWilling });
    },
    count: async () => {
      const { credentials } = await session.send("WebAuthn.getCredentials", { authenticatorId });
      return credentials.length;
    },
  };
}
