import type { BadgeTone } from "@/components/ui/badge";
import type { ConnectingOutcome, ConnectionState } from "@/lib/connections/model";

export const STATE_LABELS: Readonly<
  Record<ConnectionState, { readonly name: string; readonly tone: BadgeTone }>
> = {
  notConnected: { name: "Not connected", tone: "neutral" },
  connected: { name: "Connected", tone: "success" },
  failing: { name: "Not refreshed", tone: "warning" },
  reconnect: { name: "Reconnect", tone: "danger" },
};

interface OutcomeText {
  readonly tone: "success" | "warning" | "danger";
  readonly title: string;
  readonly text: string;
}

/** What to tell whoever comes back from a provider. */
export const OUTCOMES: Readonly<Record<ConnectingOutcome, OutcomeText>> = {
  connected: {
    tone: "success",
    title: "Connected",
    text: "Programs can get its access token now, and it is refreshed by itself where the provider allows that.",
  },
  scopesCut: {
    tone: "warning",
    title: "Connected, with fewer scopes than asked for",
    text: "The list shows which scopes were not given. What needs them will be refused there. Connect again to be asked once more.",
  },
  unknown: {
    tone: "danger",
    title: "This answer is not for you",
    text: "It belongs to nothing that you began in this browser since you signed in. Nothing was connected. Go to the list and press Connect there.",
  },
  used: {
    tone: "danger",
    title: "This answer was used already",
    text: "An answer counts once; perhaps the page was loaded again. Nothing changed now. The list shows whether the app is connected.",
  },
  late: {
    tone: "danger",
    title: "The answer came too late",
    text: "There is a quarter of an hour to say yes at the provider. Nothing was connected. Press Connect again.",
  },
  refused: {
    tone: "danger",
    title: "The provider said no",
    text: "Somebody refused there, or the provider does not accept how the app is registered. Nothing was connected. Check the client ID, the redirect address and the scopes at the provider.",
  },
  otherIssuer: {
    tone: "danger",
    title: "Another provider answered",
    text: "The answer does not name the provider that was asked, so it was not used. Nothing was connected. If the provider is right, check its issuer in the settings of the app.",
  },
  notAccepted: {
    tone: "danger",
    title: "The provider gave no token",
    text: "It did not accept the client ID, the client secret or its own code. Nothing was connected. Check that the client secret is the one of this app, and press Connect again.",
  },
  unreachable: {
    tone: "danger",
    title: "The provider did not answer",
    text: "Nothing was connected. Try again in a while.",
  },
  changed: {
    tone: "danger",
    title: "The app is not as it was",
    text: "It was changed or removed meanwhile, or its client secret was. Nothing was connected.",
  },
  notAllowed: {
    tone: "danger",
    title: "You may not connect apps here",
    text: "Nothing was connected. Owners and Super Admins may.",
  },
  signedOut: {
    tone: "danger",
    title: "Your session had ended",
    text: "You were not signed in when you came back from the provider, so nothing was connected. Press Connect again.",
  },
  failed: {
    tone: "danger",
    title: "That did not work",
    text: "Nothing was connected. Try again; the log of the program says what went wrong.",
  },
};
