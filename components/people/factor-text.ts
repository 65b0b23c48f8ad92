import type { SecondFactors } from "@/lib/auth/pending/model";
import { counted } from "@/lib/counted";

const list = new Intl.ListFormat("en");

/** What a person can show as a second factor, in words. Recovery codes only where there is one to replace. */
export function factorText({ hasTotp, passkeyCount }: SecondFactors): string {
  const factors = [
    ...(hasTotp ? ["authenticator app"] : []),
    ...(passkeyCount > 0 ? [counted(passkeyCount, "passkey")] : []),
  ];
  if (factors.length === 0) return "None";
  const text = list.format(factors);
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

/** How many recovery codes are left; null where they mean nothing. */
export function recoveryText(factors: SecondFactors): string | null {
  const { hasTotp, passkeyCount, recoveryCodesLeft } = factors;
  return hasTotp || passkeyCount > 0 ? `${counted(recoveryCodesLeft, "recovery code")} left` : null;
}
