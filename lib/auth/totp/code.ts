import { totpOf } from "./secret";

/** Steps that an authenticator's clock may be early or late. */
const STEPS_OFF_MAX = 1;

const NOBODY = { issuer: "", label: "" } as const;

/**
 * The number of the time step whose code this is, one step before or after the present one included; null when it is
 * none of theirs. `code` is six ASCII digits. Compared in constant time (RFC 6238, sections 4.2 and 5.2).
 */
export function stepOfCode(secret: Buffer, code: string, now: Date): number | null {
  const totp = totpOf(secret, NOBODY);
  const timestamp = now.getTime();
  const off = totp.validate({ token: code, timestamp, window: STEPS_OFF_MAX });
  return off === null ? null : totp.counter({ timestamp }) + off;
}
