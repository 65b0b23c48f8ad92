import type { Provider, ProviderKind } from "./model";

export type Preset = Exclude<ProviderKind, "discovery" | "custom">;

interface PresetRule {
  /** Where the provider is, for those that can be elsewhere too. */
  readonly address: string;
  readonly mayBeElsewhere: boolean;
  readonly provider: (address: string) => Provider;
}

const COMMON = {
  alwaysNamesIssuer: false,
  secretGoesIn: "body",
  scopeSeparator: " ",
  parameters: {},
} as const satisfies Partial<Provider>;

const GITHUB = "https://github.com";

/** How the providers that need no discovery are spoken to. */
export const PRESETS: Readonly<Record<Preset, PresetRule>> = {
  github: {
    address: GITHUB,
    mayBeElsewhere: true,
    provider: (address) => ({
      ...COMMON,
      issuer: `${address}/login/oauth`,
      authorizationEndpoint: `${address}/login/oauth/authorize`,
      tokenEndpoint: `${address}/login/oauth/access_token`,
      // `{client_id}` is part of it. GitHub Enterprise Server has its API below its own address.
      revocation: {
        by: "github",
        endpoint: `${address === GITHUB ? "https://api.github.com" : `${address}/api/v3`}/applications/{client_id}/token`,
      },
    }),
  },
  gitlab: {
    address: "https://gitlab.com",
    mayBeElsewhere: true,
    provider: (address) => ({
      ...COMMON,
      issuer: address,
      authorizationEndpoint: `${address}/oauth/authorize`,
      tokenEndpoint: `${address}/oauth/token`,
      revocation: { by: "standard", endpoint: `${address}/oauth/revoke` },
    }),
  },
  google: {
    address: "https://accounts.google.com",
    mayBeElsewhere: false,
    provider: (address) => ({
      ...COMMON,
      issuer: address,
      authorizationEndpoint: `${address}/o/oauth2/v2/auth`,
      tokenEndpoint: "https://oauth2.googleapis.com/token",
      revocation: { by: "standard", endpoint: "https://oauth2.googleapis.com/revoke" },
      // Without, there is no refresh token, or only the first time.
      parameters: { access_type: "offline", prompt: "consent" },
    }),
  },
  slack: {
    address: "https://slack.com",
    mayBeElsewhere: false,
    provider: (address) => ({
      ...COMMON,
      issuer: address,
      authorizationEndpoint: `${address}/oauth/v2/authorize`,
      tokenEndpoint: `${address}/api/oauth.v2.access`,
      revocation: { by: "slack", endpoint: `${address}/api/auth.revoke` },
      scopeSeparator: ",",
    }),
  },
  microsoft: {
    address: "https://login.microsoftonline.com/common",
    mayBeElsewhere: true,
    provider: (address) => ({
      ...COMMON,
      // It depends on who signs in, and is not sent.
      issuer: null,
      authorizationEndpoint: `${address}/oauth2/v2.0/authorize`,
      tokenEndpoint: `${address}/oauth2/v2.0/token`,
      revocation: null,
    }),
  },
};

/** Whether it is one of those whose addresses are known. */
export function isPreset(kind: ProviderKind): kind is Preset {
  return kind in PRESETS;
}

/** Where a provider is, as it was given; empty for one at its usual address, and for those of no preset. */
export function addressOf(kind: ProviderKind, { authorizationEndpoint }: Provider): string {
  if (!isPreset(kind) || authorizationEndpoint === null) return "";
  const { address, provider } = PRESETS[kind];
  const path = provider("").authorizationEndpoint ?? "";
  const found = authorizationEndpoint.slice(0, authorizationEndpoint.length - path.length);
  return found === address ? "" : found;
}
