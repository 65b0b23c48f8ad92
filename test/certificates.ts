import "reflect-metadata";
import { webcrypto } from "node:crypto";
import {
  BasicConstraintsExtension,
  cryptoProvider,
  type GeneralNameType,
  SubjectAlternativeNameExtension,
  type X509Certificate,
  X509CertificateGenerator,
} from "@peculiar/x509";

const ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
const HOUR_MS = 3_600_000;

/** A certificate with its key, as a server of TLS takes them. */
export interface Credentials {
  readonly cert: string;
  readonly key: string;
}

export interface Authority {
  /** PEM. */
  readonly ca: string;
  /** A server that shows the authority's own certificate. */
  readonly selfSigned: Credentials;
  issue(input: { readonly names?: readonly string[]; readonly expiredMs?: number }): Promise<Credentials>;
}

/** A certificate authority that nobody trusts yet. */
export async function newAuthority(): Promise<Authority> {
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"]);
  cryptoProvider.set(webcrypto as Crypto);
  const certificate = await X509CertificateGenerator.createSelfSigned({
    serialNumber: "01",
    name: "CN=Test authority",
    notBefore: new Date(Date.now() - HOUR_MS),
    notAfter: new Date(Date.now() + HOUR_MS),
    signingAlgorithm: ALGORITHM,
    keys,
    extensions: [new BasicConstraintsExtension(true, 1, true)],
  });
  return {
    ca: certificate.toString("pem"),
    selfSigned: { cert: certificate.toString("pem"), key: await pemOf(keys.privateKey) },
    issue: (input) => issue(certificate, keys.privateKey, input),
  };
}

/** A certificate for a key that can be encrypted to, as PEM. */
export async function rsaCertificate(): Promise<string> {
  const publicExponent = new Uint8Array([1, 0, 1]);
  const algorithm = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256", modulusLength: 2_048, publicExponent };
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  cryptoProvider.set(webcrypto as Crypto);
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: "CN=Test partner",
    signingAlgorithm: algorithm,
    keys,
  });
  return certificate.toString("pem");
}

async function issue(
  issuer: X509Certificate,
  signingKey: CryptoKey,
  { names = ["127.0.0.1", "localhost"], expiredMs = -HOUR_MS }: Parameters<Authority["issue"]>[0],
): Promise<Credentials> {
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"]);
  const kindOf = (name: string): GeneralNameType => (/^[\d.]+$/.test(name) ? "ip" : "dns");
  const certificate = await X509CertificateGenerator.create({
    serialNumber: "02",
    subject: "CN=Test server",
    issuer: issuer.subject,
    notBefore: new Date(Date.now() - 24 * HOUR_MS),
    notAfter: new Date(Date.now() - expiredMs),
    publicKey: keys.publicKey,
    signingKey,
    signingAlgorithm: ALGORITHM,
    extensions: [new SubjectAlternativeNameExtension(names.map((value) => ({ type: kindOf(value), value })))],
  });
  return { cert: certificate.toString("pem"), key: await pemOf(keys.privateKey) };
}

async function pemOf(key: CryptoKey): Promise<string> {
  const base64 = Buffer.from(await webcrypto.subtle.exportKey("pkcs8", key)).toString("base64");
  return `-----BEGIN PRIVATE KEY-----\n${base64}\n-----END PRIVATE KEY-----\n`;
}
