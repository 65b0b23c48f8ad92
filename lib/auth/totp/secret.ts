import { createSecretKey, randomBytes } from "node:crypto";
import { Secret, TOTP } from "otpauth";
import { type Binding, openBytes, sealBytes } from "@/lib/crypto/aead";
import type { Keyring } from "@/lib/keys/keyring";

/** As long as the hash of the codes, which RFC 4226, section 4, recommends. */
const SECRET_BYTES = 20;

type Keys = Pick<Keyring, "derive">;

/** A new secret for an authenticator app. */
export function newTotpSecret(): Buffer {
  return randomBytes(SECRET_BYTES);
}

/** Seals a secret for keeping: it opens for this person alone. */
export function sealTotpSecret(keys: Keys, userId: string, secret: Buffer): string {
  return sealBytes(keyOf(keys), bindingOf(userId), secret);
}

/** Undoes `sealTotpSecret`. Throws AppError sealBroken for another person's, and for anything else. */
export function openTotpSecret(keys: Keys, userId: string, sealed: string): Buffer {
  return openBytes(keyOf(keys), bindingOf(userId), sealed);
}

/** What every authenticator app understands: SHA-1, six digits, thirty seconds (RFC 6238 with its defaults). */
export function totpOf(secret: Buffer, named: { readonly issuer: string; readonly label: string }): TOTP {
  const bytes = new Uint8Array(secret).buffer;
  return new TOTP({
    ...named,
    secret: new Secret({ buffer: bytes }),
    algorithm: "SHA1",
    digits: 6,
    period: 30,
  });
}

function keyOf(keys: Keys) {
  return createSecretKey(keys.derive("totp"));
}

function bindingOf(userId: string): Binding {
  return { purpose: "totp", ids: [userId] };
}
