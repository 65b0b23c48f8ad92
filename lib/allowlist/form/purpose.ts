import { EMPTY_ROW, type EndpointValues, FIRST_VALUES, isSame, type Row } from "./values";

/** What an API asks of those who call it, as the form starts with; each fills in what is usual for it. */
export const PURPOSES = {
  token: "API token in a header",
  basic: "Basic login",
  webhook: "Signed webhook",
  encrypted: "Encrypted body",
  other: "Something else",
} as const;
export type Purpose = keyof typeof PURPOSES;

interface Filling {
  readonly header: Row;
  readonly scheme: string;
  readonly level: string;
}

const NOTHING: Filling = {
  header: EMPTY_ROW,
  scheme: FIRST_VALUES.configuration.signature.scheme,
  level: FIRST_VALUES.configuration.encryption.level,
};
const authorization = (prefix: string): Row => ({
  name: "Authorization",
  value: { ...EMPTY_ROW.value, prefix },
});

const FILLINGS: Readonly<Record<Purpose, Filling>> = {
  token: { ...NOTHING, header: authorization("Bearer ") },
  basic: { ...NOTHING, header: authorization("Basic ") },
  webhook: { ...NOTHING, scheme: "standard-webhooks" },
  encrypted: { ...NOTHING, level: "json" },
  other: NOTHING,
};

/** The values for another purpose: what was typed or chosen stays, what the purpose before filled in makes way. */
export function filledFor(values: EndpointValues, before: Purpose, now: Purpose): EndpointValues {
  const [old, next] = [FILLINGS[before], FILLINGS[now]];
  const { headers, signature, encryption } = values.configuration;
  const [first = EMPTY_ROW, ...rest] = headers;
  return {
    ...values,
    configuration: {
      ...values.configuration,
      headers: [isSame(first, old.header) ? next.header : first, ...rest],
      signature: signature.scheme === old.scheme ? { ...signature, scheme: next.scheme } : signature,
      encryption: encryption.level === old.level ? { ...encryption, level: next.level } : encryption,
    },
  };
}

/** Whether a form has anything that is folded away: keys to encrypt or sign with. */
export function usesCrypto({ configuration }: EndpointValues): boolean {
  const { encryption, decryption, signature } = configuration;
  return encryption.level !== "none" || decryption.level !== "none" || signature.scheme !== "none";
}
