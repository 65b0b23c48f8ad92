import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from "@simplewebauthn/server";
import { decodeClientDataJSON } from "@simplewebauthn/server/helpers";
import type { AnsweredChallenge } from "./challenge";
import { CHALLENGE_SECONDS_MAX } from "./challenge";
import { relyingPartyId } from "./model";
import type { AssertionAnswer, RegistrationAnswer } from "./schema";

/** COSE algorithms, best first: EdDSA, ES256, and RS256 for Windows Hello. The same on every version of Node. */
const ALGORITHMS = [-8, -7, -257];
const TIMEOUT_MS = CHALLENGE_SECONDS_MAX * 1000;

type Bytes = Uint8Array<ArrayBuffer>;

/** A credential as browsers are told of it. */
export interface KnownCredential {
  readonly credentialId: Bytes;
  readonly transports: readonly string[];
}

/** A credential that a browser has just made. */
export interface NewCredential extends KnownCredential {
  readonly publicKey: Bytes;
  readonly counter: number;
  readonly isBackedUp: boolean;
}

/** Looks at the challenge of an answer; null when it is not one that fits. */
type ReadChallenge = (challenge: unknown) => AnsweredChallenge | null;

/** What a browser needs to make a passkey: one that can be found without a name, and that asks for PIN or finger. */
export function registrationOptionsFor(input: {
  readonly origin: string;
  readonly challenge: Bytes;
  readonly person: { readonly id: string; readonly email: string; readonly name: string };
  readonly known: readonly KnownCredential[];
}) {
  const { origin, challenge, person, known } = input;
  return generateRegistrationOptions({
    rpName: "Strongroom",
    rpID: relyingPartyId(origin),
    userName: person.email,
    userDisplayName: person.name,
    userID: userHandle(person.id),
    challenge,
    timeout: TIMEOUT_MS,
    attestationType: "none",
    excludeCredentials: known.map(descriptor),
    authenticatorSelection: { residentKey: "required", userVerification: "required" },
    supportedAlgorithmIDs: ALGORITHMS,
  });
}

/** What a browser needs to show a passkey: one of `known`, or any of this instance where that is empty. */
export function assertionOptionsFor(input: {
  readonly origin: string;
  readonly challenge: Bytes;
  readonly known: readonly KnownCredential[];
}) {
  return generateAuthenticationOptions({
    rpID: relyingPartyId(input.origin),
    challenge: input.challenge,
    timeout: TIMEOUT_MS,
    userVerification: "required",
    allowCredentials: input.known.map(descriptor),
  });
}

/** The new credential and its challenge (WebAuthn, section 7.1); null when anything about it is not right. */
export async function checkRegistration(origin: string, answer: RegistrationAnswer, read: ReadChallenge) {
  return quietly(async () => {
    const challenge = challengeIn(answer, read);
    if (!challenge) return null;
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response: answer,
      expectedChallenge: () => true,
      expectedOrigin: origin,
      expectedRPID: relyingPartyId(origin),
      requireUserVerification: true,
      supportedAlgorithmIDs: ALGORITHMS,
    });
    if (!verified) return null;
    const { credential, credentialBackedUp: isBackedUp } = registrationInfo;
    const credentialId = bytesOf(credential.id);
    if (credential.id !== answer.id) return null;
    const { publicKey, counter } = credential;
    const { transports } = answer.response;
    return { challenge, credential: { credentialId, publicKey, counter, transports, isBackedUp } };
  });
}

/**
 * What an assertion by the holder of `publicKey` says (WebAuthn, section 7.2); null when anything about it is not right.
 * The counter is handed on: only the database can say whether it has moved forward.
 */
export async function checkAssertion(
  origin: string,
  answer: AssertionAnswer,
  publicKey: Bytes,
  read: ReadChallenge,
) {
  return quietly(async () => {
    const challenge = challengeIn(answer, read);
    if (!challenge) return null;
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: answer,
      expectedChallenge: () => true,
      expectedOrigin: origin,
      expectedRPID: relyingPartyId(origin),
      requireUserVerification: true,
      credential: { id: answer.id, publicKey, counter: 0 },
    });
    if (!verified) return null;
    const { newCounter: counter, credentialBackedUp: isBackedUp } = authenticationInfo;
    return { challenge, counter, isBackedUp };
  });
}

/** What an authenticator knows a person by: the bytes of their id, which say nothing about them. */
export function userHandle(userId: string): Bytes {
  return new Uint8Array(Buffer.from(userId.replaceAll("-", ""), "hex"));
}

export function bytesOf(base64url: string): Bytes {
  return new Uint8Array(Buffer.from(base64url, "base64url"));
}

function descriptor({ credentialId, transports }: KnownCredential) {
  return { id: Buffer.from(credentialId).toString("base64url"), transports: [...transports] };
}

/** The challenge that was answered. Null too for an answer given in a frame of another page: ours stands in none. */
function challengeIn(answer: RegistrationAnswer | AssertionAnswer, read: ReadChallenge) {
  const { challenge, crossOrigin, topOrigin } = decodeClientDataJSON(answer.response.clientDataJSON);
  return crossOrigin || topOrigin ? null : read(challenge);
}

/** The library throws for whatever is not right, and for what it cannot decode. */
async function quietly<T>(check: () => Promise<T | null>): Promise<T | null> {
  try {
    return await check();
  } catch {
    return null;
  }
}
