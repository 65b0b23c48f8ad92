export const ALPHABETS = {
  "letters-digits": {
    label: "Letters and digits",
    characters: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789",
  },
  "letters-digits-symbols": {
    label: "Letters, digits, symbols",
    characters: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#%&()*+,-./:;<=>?@[]^_{|}~",
  },
  hex: { label: "Hex digits", characters: "0123456789abcdef" },
} as const;

export type Alphabet = keyof typeof ALPHABETS;

export const GENERATED_LENGTH = { min: 8, max: 512, initial: 32 } as const;

/** A random value of `length` characters, each as likely as any other (bytes that would favour some are thrown away). */
export function generateValue(alphabet: Alphabet, length: number): string {
  const { characters } = ALPHABETS[alphabet];
  const fair = 256 - (256 % characters.length);
  let value = "";
  while (value.length < length) {
    for (const byte of crypto.getRandomValues(new Uint8Array(length))) {
      if (byte < fair && value.length < length) value += characters.charAt(byte % characters.length);
    }
  }
  return value;
}
