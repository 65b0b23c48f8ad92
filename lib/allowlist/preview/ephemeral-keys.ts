import { generateKeyPair, randomBytes } from "node:crypto";
import { promisify } from "node:util";
import { Plaintext } from "@/lib/crypto/plaintext";
import type { Cipher, Configuration, Filled, OpenedSecret } from "../configuration/model";
import { SCHEMES } from "../envelope/method";

const RSA_BITS = 2_048;
const SIGNING_BYTES = 32;
const generate = promisify(generateKeyPair);

/**
 * The configuration with keys of the right kind that were made just now, and nothing of what it refers to: `hidden`
 * stands where a header or parameter would hold a secret. It has no part in answers.
 */
export async function withEphemeralKeys<R>(
  { headers, query, encryption, signature, ...rest }: Configuration<R>,
  hidden: string,
): Promise<Configuration<OpenedSecret>> {
  const filled = ({ name, value }: Filled<R>): Filled<OpenedSecret> =>
    "text" in value ? { name, value } : { name, value: { prefix: value.prefix, from: opened(hidden) } };
  return {
    ...rest,
    headers: headers.map(filled),
    query: query.map(filled),
    encryption: encryption && { ...encryption, cipher: await ephemeralCipher(encryption.cipher) },
    signature: signature && { ...signature, from: opened(random(SIGNING_BYTES)), reading: "hex" },
    decryption: null,
    ca: null,
  };
}

/** Where a key would be derived it stands for the derived one: nobody waits for iterations to see a picture. */
async function ephemeralCipher<R>({ method, encoding, iv }: Cipher<R>): Promise<Cipher<OpenedSecret>> {
  const { aes, isRsa } = SCHEMES[method];
  const from = isRsa || !aes ? opened(await publicKey()) : opened(random(aes.keyBytes));
  return {
    method,
    encoding,
    iv: iv.from === "secret" ? { from: "secret", iv: opened(random(aes?.ivBytes ?? 0)), reading: "hex" } : iv,
    key: { from, reading: isRsa || !aes ? "pem" : "hex", derivation: null },
  };
}

async function publicKey(): Promise<string> {
  const { publicKey } = await generate("rsa", { modulusLength: RSA_BITS });
  return publicKey.export({ type: "spki", format: "pem" }).toString();
}

function random(bytes: number): string {
  return randomBytes(bytes).toString("hex");
}

function opened(text: string): OpenedSecret {
  return { value: Plaintext.of(text), previous: [] };
}
