import { createHash, createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { Ctx } from "@/lib/context";
import { isOpen } from "@/lib/platform/clock";
import type { Ceremony } from "./model";

/** How long one may take over the browser's dialog. */
export const CHALLENGE_SECONDS_MAX = 5 * 60;

const RANDOM_BYTES = 16;
const TIME_BYTES = 6;
const HEAD_BYTES = RANDOM_BYTES + TIME_BYTES;
const MAC_BYTES = 32;
/** Without slack: 54 bytes are exactly 72 characters, so that each challenge has one spelling. */
const SPELLING = /^[A-Za-z0-9_-]{72}$/;

type ChallengeCtx = Pick<Ctx, "keys" | "now">;

/** What a challenge was handed out for, and to whom. */
export interface ChallengeUse {
  readonly ceremony: Ceremony;
  /** Id of the session or pending sign-in; empty for signing in, where there is neither. */
  readonly boundTo: string;
}

/** What makes a challenge count once: it is stored when the challenge was answered. */
export interface AnsweredChallenge {
  readonly hash: Uint8Array<ArrayBuffer>;
  readonly expiresAt: Date;
}

/**
 * A challenge that carries what it is good for: random bytes ‖ end ‖ HMAC-SHA256 over both, the ceremony and whom it is
 * bound to. Nothing is stored for it, so asking for challenges fills no table.
 */
export function newChallenge(ctx: ChallengeCtx, use: ChallengeUse): Uint8Array<ArrayBuffer> {
  const head = Buffer.alloc(HEAD_BYTES);
  randomBytes(RANDOM_BYTES).copy(head);
  head.writeUIntBE(ctx.now().getTime() + CHALLENGE_SECONDS_MAX * 1000, RANDOM_BYTES, TIME_BYTES);
  return new Uint8Array(Buffer.concat([head, macOf(ctx, use, head)]));
}

/** Reads a challenge in base64url. Null unless it was made here, for exactly this use, and is not over. */
export function readChallenge(
  ctx: ChallengeCtx,
  use: ChallengeUse,
  challenge: unknown,
): AnsweredChallenge | null {
  if (typeof challenge !== "string" || !SPELLING.test(challenge)) return null;
  const bytes = Buffer.from(challenge, "base64url");
  const [head, mac] = [bytes.subarray(0, HEAD_BYTES), bytes.subarray(HEAD_BYTES)];
  if (mac.length !== MAC_BYTES || !timingSafeEqual(mac, macOf(ctx, use, head))) return null;
  const expiresAt = new Date(head.readUIntBE(RANDOM_BYTES, TIME_BYTES));
  if (!isOpen(expiresAt, ctx.now(), CHALLENGE_SECONDS_MAX)) return null;
  return { hash: new Uint8Array(createHash("sha256").update(bytes).digest()), expiresAt };
}

function macOf(ctx: ChallengeCtx, { ceremony, boundTo }: ChallengeUse, head: Buffer): Buffer {
  return createHmac("sha256", ctx.keys.derive("webauthn"))
    .update(`${ceremony}:${boundTo}:`)
    .update(head)
    .digest();
}
