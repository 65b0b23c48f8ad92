import { generateKeyPair, randomBytes } from "node:crypto";
import { promisify } from "node:util";

const generate = promisify(generateKeyPair);

/** A new pair for RSA, as PEM. */
export async function rsaPair(modulusLength = 2_048): Promise<{ publicKey: string; privateKey: string }> {
  return generate("rsa", {
    modulusLength,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
}

/** All that two sides need for every method. */
export async function newKeys() {
  const [partner, ours] = await Promise.all([rsaPair(), rsaPair()]);
  return { aes: randomBytes(32), partner, ours, iv: randomBytes(16), signing: randomBytes(32) };
}
