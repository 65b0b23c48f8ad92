import { createPublicKey, type KeyObject, randomBytes, sign } from "node:crypto";
import type { CertificateExtension } from "./model";
import type { PublicKey } from "./public-key";
import { string, uint32, uint64, WireReader } from "./wire";

/** What a certificate says (OpenSSH's PROTOCOL.certkeys). */
export interface CertificateContent {
  readonly serial: bigint;
  /** How sshd's log calls whoever enters with it. */
  readonly keyId: string;
  readonly principals: readonly string[];
  readonly validFrom: Date;
  readonly validUntil: Date;
  /** The only address that it is good from; null: from any. */
  readonly sourceAddress: string | null;
  readonly extensions: readonly CertificateExtension[];
}

const ED25519 = "ssh-ed25519";
const USER_CERTIFICATE = 1;
const ED25519_BYTES = 32;
const RANDOM_BYTES = 32;

/** The names that OpenSSH has for them. */
const EXTENSIONS: Readonly<Record<CertificateExtension, string>> = {
  "agent-forwarding": "permit-agent-forwarding",
  "port-forwarding": "permit-port-forwarding",
  pty: "permit-pty",
  "user-rc": "permit-user-rc",
  "x11-forwarding": "permit-X11-forwarding",
};

/** The public half of an Ed25519 key, as OpenSSH writes it. */
export function ed25519Blob(key: KeyObject): Buffer {
  const spki = createPublicKey(key).export({ format: "der", type: "spki" });
  return Buffer.concat([string(ED25519), string(spki.subarray(-ED25519_BYTES))]);
}

/** A certificate for a public key, as the line of a `-cert.pub` file. */
export function signCertificate(authority: KeyObject, key: PublicKey, content: CertificateContent): string {
  const { serial, keyId, principals, validFrom, validUntil, sourceAddress, extensions } = content;
  const type = `${key.type}-cert-v01@openssh.com`;
  const critical = sourceAddress === null ? [] : [string("source-address"), string(string(sourceAddress))];
  // By their names in order, each with nothing in it.
  const allowed = extensions.map((one) => EXTENSIONS[one]).sort();
  const signed = Buffer.concat([
    string(type),
    string(randomBytes(RANDOM_BYTES)),
    fieldsOf(key),
    uint64(serial),
    uint32(USER_CERTIFICATE),
    string(keyId),
    string(Buffer.concat(principals.map((one) => string(one)))),
    uint64(seconds(validFrom)),
    uint64(seconds(validUntil)),
    string(Buffer.concat(critical)),
    string(Buffer.concat([...new Set(allowed)].flatMap((name) => [string(name), string("")]))),
    string(""),
    string(ed25519Blob(authority)),
  ]);
  const signature = Buffer.concat([string(ED25519), string(sign(null, signed, authority))]);
  return `${type} ${Buffer.concat([signed, string(signature)]).toString("base64")} ${keyId}`;
}

/** What of a public key follows its type: the same in a certificate. */
function fieldsOf({ blob }: PublicKey): Buffer {
  const reader = new WireReader(blob);
  reader.string();
  return reader.rest();
}

function seconds(time: Date): bigint {
  return BigInt(Math.floor(time.getTime() / 1_000));
}
