import type { Metadata } from "next";
import { AuthShell } from "@/components/auth/auth-shell";
import { LeaveSignIn } from "@/components/auth/leave-sign-in";
import { PasskeySecondStep } from "@/components/auth/passkey-second-step";
import { CodeStep, RecoveryStep } from "@/components/auth/second-step-form";
import { Link } from "@/components/ui/link";
import { loadSecondStep } from "@/lib/auth/pending/loaders";

export const metadata: Metadata = { title: "Second step" };

export default async function SecondStepPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const query = await searchParams;
  const { email, factors, next } = await loadSecondStep(query.next);
  const isRecovery = query.method === "recovery";
  const other = new URLSearchParams({
    ...(isRecovery ? {} : { method: "recovery" }),
    ...(next === null ? {} : { next }),
  });
  return (
    <AuthShell title="Second step" description={<>Signing in as {email}</>}>
      {!isRecovery && factors.passkeyCount > 0 && <PasskeySecondStep next={next} />}
      {!isRecovery && factors.hasTotp && <CodeStep next={next} />}
      {isRecovery && <RecoveryStep next={next} />}
      <Link
        href={`/sign-in/second-step?${other}`}
        className="self-start font-medium text-accent-ink underline"
      >
        {isRecovery ? "Use your second factor instead" : "Use a recovery code instead"}
      </Link>
      <LeaveSignIn />
    </AuthShell>
  );
}
