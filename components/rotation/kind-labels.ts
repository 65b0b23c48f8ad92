import type { SelectOption } from "@/components/ui/select";
import { counted } from "@/lib/counted";
import type { RotatorConfig, RotatorKind } from "@/lib/rotation/schema";

/** What each kind of rotator is called, and what it is for. */
export const KINDS: Readonly<Record<RotatorKind, { readonly name: string; readonly about: string }>> = {
  random: {
    name: "Random value",
    about: "A new random value, for what nobody else has to be told of: session keys, signing keys.",
  },
  keyPair: {
    name: "Key pair",
    about: "A new private key. Its public half stays readable here, to be handed on.",
  },
  http: {
    name: "Key of a provider",
    about:
      "A new key at AWS, Cloudflare, SendGrid, Twilio, or by calls that you describe. The old one is deleted after the grace time.",
  },
  postgres: {
    name: "Password of PostgreSQL",
    about: "A new password for a user of a database, or for two users that take turns, which leaves no gap.",
  },
  mysql: {
    name: "Password of MySQL or MariaDB",
    about: "A new password for a user of a database, or for two users that take turns, which leaves no gap.",
  },
  webhook: {
    name: "Your own service",
    about:
      "A service of yours is called for each phase, for what only it can change: an account, a token elsewhere.",
  },
  manual: {
    name: "By hand",
    about:
      "People get the new value where it is issued, give it here, and revoke the old one there when its grace time is over.",
  },
};

export function isKind(text: string): text is RotatorKind {
  return Object.hasOwn(KINDS, text);
}

type FormatOf<K extends RotatorKind> = Extract<RotatorConfig, { kind: K; format: unknown }>["format"];

export const RANDOM_FORMAT_OPTIONS: readonly (SelectOption & { readonly value: FormatOf<"random"> })[] = [
  { value: "letters-digits", label: "Letters and digits" },
  { value: "letters-digits-symbols", label: "Letters, digits and symbols" },
  { value: "hex", label: "Hex digits" },
  { value: "base64", label: "Random bytes in base64" },
  { value: "uuid", label: "UUID" },
];

export const ALGORITHM_OPTIONS = [
  { value: "ed25519", label: "Ed25519" },
  { value: "ecdsa-p256", label: "ECDSA P-256" },
  { value: "rsa-3072", label: "RSA 3072" },
] as const;

export const PRESET_OPTIONS = [
  { value: "aws-iam", label: "AWS IAM" },
  { value: "cloudflare", label: "Cloudflare" },
  { value: "sendgrid", label: "SendGrid" },
  { value: "twilio", label: "Twilio" },
  { value: "custom", label: "Another provider" },
] as const;

export const KEY_FORMAT_OPTIONS = [
  { value: "pem", label: "PEM" },
  { value: "jwk", label: "JWK" },
  { value: "openssh", label: "OpenSSH" },
] as const;

/** What a rotator makes, as the beginning of a sentence. */
export function rotatorWords(config: RotatorConfig): string {
  switch (config.kind) {
    case "random":
      return randomWords(config);
    case "keyPair": {
      const { algorithm, format } = config;
      return `A new ${labelOf(ALGORITHM_OPTIONS, algorithm)} key pair as ${labelOf(KEY_FORMAT_OPTIONS, format)}`;
    }
    case "http":
      return config.preset === "custom"
        ? `A new key of ${new URL(config.createUrl).host}`
        : `A new key of ${labelOf(PRESET_OPTIONS, config.preset)}`;
    case "postgres":
    case "mysql":
      return `A new password for ${config.users.join(" and ")}${config.users.length > 1 ? " in turn" : ""} at ${config.host}`;
    case "webhook":
      return `A new value through the service at ${config.url}`;
    case "manual":
      return "A new value by hand";
  }
}

function randomWords({ format, length }: Extract<RotatorConfig, { kind: "random" }>): string {
  switch (format) {
    case "uuid":
      return "A random UUID";
    case "base64":
      return `${counted(length, "random byte")} in base64`;
    default:
      return `A random value of ${length} ${labelOf(RANDOM_FORMAT_OPTIONS, format).toLowerCase()}`;
  }
}

function labelOf(options: readonly SelectOption[], value: string): string {
  return options.find((option) => option.value === value)?.label ?? value;
}
