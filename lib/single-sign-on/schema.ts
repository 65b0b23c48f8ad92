import { z } from "zod";
import { canonicalEmail } from "@/lib/auth/email";
import { type ProviderIdentity, plainName } from "./model";

/** Longest subject that a provider may use (OpenID Connect Core 1.0, section 2). */
const SUBJECT_LENGTH_MAX = 255;

/** The claims of an ID token whose signature, issuer, audience, nonce and times were checked. */
export const identityClaims = z
  .looseObject({ sub: z.string().min(1).max(SUBJECT_LENGTH_MAX) })
  .transform((claims): ProviderIdentity => {
    const { sub, email, email_verified: isVerified, name } = claims;
    return {
      subject: sub,
      email: typeof email === "string" ? canonicalEmail(email) : null,
      // Some providers say "true" or 1 about addresses that anybody may set: only the real thing counts.
      isEmailVerified: isVerified === true,
      name: plainName(name),
      claims,
    };
  });
