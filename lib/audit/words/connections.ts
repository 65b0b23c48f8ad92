import { line, listed, named, shown, type Wording } from "./detail";

type ConnectionAction = `connection.${"set" | "removed" | "connected" | "disconnected" | "failed" | "lost"}`;

const GRANTS: Readonly<Record<string, string>> = {
  code: "a person is asked",
  clientCredentials: "client credentials",
};
const OWNERS: Readonly<Record<string, string>> = {
  project: "the project’s",
  person: "of the person who connects it",
};

/** Why a connection ended, by the code that the event has. */
const ENDS: Readonly<Record<string, string>> = {
  asked: "Somebody disconnected it.",
  removed: "It was taken away.",
  ownerGone: "The person whose it was is suspended or gone.",
};

/** Why an answer of a provider was not taken. */
export const CONNECTING_REFUSALS: Readonly<Record<string, string>> = {
  unknown: "The answer belongs to nothing that this session began",
  used: "The answer came a second time",
  late: "The answer came too late",
  refused: "The provider, or whoever was asked there, said no",
  otherIssuer: "The answer is from another provider than the one that was asked",
  notAccepted: "The provider gave no tokens",
  unreachable: "The provider did not answer",
  changed: "The connection was changed meanwhile",
};

/** Events about connected apps. */
export const CONNECTIONS: Readonly<Record<ConnectionAction, Wording>> = {
  "connection.set": {
    label: "Connected app set up",
    sentence: (name) => `Set up the connected app ${name}`,
    details: (d) => [
      line("Provider", d.provider),
      line("Host", d.host),
      line("Client ID", d.client),
      line("Client secret", d.credential),
      line("Grant", d.grant, (grant) => named(GRANTS, grant)),
      line("Owner", d.owner, (owner) => named(OWNERS, owner)),
      line("Scopes", d.scopes, listed),
    ],
  },
  "connection.removed": {
    label: "Connected app removed",
    sentence: (name) => `Removed the connected app ${name}`,
  },
  "connection.connected": {
    label: "App connected",
    sentence: (name) => `Connected the app ${name}`,
    details: (d) => [
      line("Host", d.host),
      line("Scopes given", d.scopes, listed),
      line("Scopes not given", d.missing, listed),
      d.isRefreshed === false ? "Its token is not refreshed by itself." : "",
    ],
  },
  "connection.disconnected": {
    label: "App disconnected",
    sentence: (name) => `Disconnected the app ${name}`,
    details: (d) => [
      named(ENDS, d.reason),
      d.isRevoked === true ? "The provider took the tokens back." : "The tokens were deleted here alone.",
      shown(d.error ?? ""),
    ],
  },
  "connection.failed": {
    label: "App not refreshed",
    sentence: (name) => `Failed to refresh the token of ${name}`,
    details: (d) => [
      shown(d.error),
      line("Attempt", d.attempt),
      d.needsAttention === true ? "It needs attention." : "",
    ],
  },
  "connection.lost": {
    label: "App to reconnect",
    sentence: (name) => `Lost the connection to ${name}: a person has to connect it again`,
    details: (d) => [shown(d.error), line("Owner", d.owner)],
  },
};
