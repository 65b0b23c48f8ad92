import { createHash, generateKeyPairSync, randomBytes, sign } from "node:crypto";
import type { AssertionAnswer, RegistrationAnswer } from "@/lib/auth/passkeys/schema";
import { userHandle } from "@/lib/auth/passkeys/webauthn";
import { type CborValue, cborOf } from "./cbor";

/** Bits of the flags byte (WebAuthn, section 6.1). */
export const FLAGS = { present: 1, verified: 4, backupEligible: 8, backedUp: 16, hasCredential: 64 } as const;

/** What an honest authenticator would not say, to be said in its place. */
export interface Lies {
  /** Where the browser says that it was asked. */
  readonly origin?: string;
  /** The domain that the authenticator says the passkey is for. */
  readonly rpId?: string;
  readonly type?: string;
  readonly crossOrigin?: boolean;
  readonly flags?: number;
  readonly counter?: number;
  readonly userHandle?: string;
}

/** A passkey in software, with ES256 and without attestation, that does and says whatever a test wants. */
export interface SoftwarePasskey {
  readonly credentialId: string;
  /** COSE key. */
  readonly publicKey: Uint8Array<ArrayBuffer>;
  /** Answers `navigator.credentials.create`. */
  make(challenge: string | Uint8Array, lies?: Lies): RegistrationAnswer;
  /** Answers `navigator.credentials.get`; its counter moves forward by one each time. */
  show(challenge: string | Uint8Array, lies?: Lies): AssertionAnswer;
}

interface Options {
  readonly origin: string;
  readonly userId: string;
  /** False for one that always says zero, as synced passkeys do. */
  readonly counts?: boolean;
}

export function softwarePasskey({ origin, userId, counts = true }: Options): SoftwarePasskey {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const { x = "", y = "" } = publicKey.export({ format: "jwk" });
  const credentialId = randomBytes(32);
  const id = credentialId.toString("base64url");
  const coseKey = cborOf(
    new Map<number, number | Buffer>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, Buffer.from(x, "base64url")],
      [-3, Buffer.from(y, "base64url")],
    ]),
  );
  const attested = Buffer.concat([
    Buffer.alloc(16),
    Buffer.from([0, credentialId.length]),
    credentialId,
    coseKey,
  ]);
  const rpId = new URL(origin).hostname;
  let counter = 0;
  const common = { id, rawId: id, type: "public-key", clientExtensionResults: {} } as const;
  return {
    credentialId: id,
    publicKey: new Uint8Array(coseKey),
    make(challenge, lies = {}) {
      const flags = FLAGS.present | FLAGS.verified | FLAGS.hasCredential;
      const authData = Buffer.concat([authenticatorData({ rpId, flags, counter, ...lies }), attested]);
      const attestation = new Map<string, CborValue>([
        ["fmt", "none"],
        ["attStmt", new Map<string, CborValue>()],
        ["authData", authData],
      ]);
      const attestationObject = cborOf(attestation).toString("base64url");
      const clientDataJSON = clientData("webauthn.create", origin, challenge, lies).toString("base64url");
      return { ...common, response: { clientDataJSON, attestationObject, transports: ["internal"] } };
    },
    show(challenge, lies = {}) {
      counter += counts ? 1 : 0;
      const flags = FLAGS.present | FLAGS.verified;
      const authData = authenticatorData({ rpId, flags, counter, ...lies });
      const client = clientData("webauthn.get", origin, challenge, lies);
      const signature = sign("sha256", Buffer.concat([authData, sha256(client)]), privateKey);
      return {
        ...common,
        response: {
          clientDataJSON: client.toString("base64url"),
          authenticatorData: authData.toString("base64url"),
          signature: signature.toString("base64url"),
          userHandle: lies.userHandle ?? Buffer.from(userHandle(userId)).toString("base64url"),
        },
      };
    },
  };
}

function authenticatorData(said: {
  readonly rpId: string;
  readonly flags: number;
  readonly counter: number;
}) {
  const tail = Buffer.alloc(5);
  tail.writeUInt8(said.flags, 0);
  tail.writeUInt32BE(said.counter, 1);
  return Buffer.concat([sha256(Buffer.from(said.rpId)), tail]);
}

function clientData(type: string, origin: string, challenge: string | Uint8Array, lies: Lies): Buffer {
  const text = typeof challenge === "string" ? challenge : Buffer.from(challenge).toString("base64url");
  const { type: saidType = type, origin: saidOrigin = origin, crossOrigin = false } = lies;
  return Buffer.from(JSON.stringify({ type: saidType, challenge: text, origin: saidOrigin, crossOrigin }));
}

function sha256(bytes: Buffer): Buffer {
  return createHash("sha256").update(bytes).digest();
}
