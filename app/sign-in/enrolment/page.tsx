import type { Metadata } from "next";
import { AuthShell } from "@/components/auth/auth-shell";
import { Enrolment } from "@/components/auth/enrolment";
import { loadEnrolment } from "@/lib/auth/pending/loaders";

export const metadata: Metadata = { title: "Set up a second factor" };

export default async function EnrolmentPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const { email, ...enrolment } = await loadEnrolment((await searchParams).next);
  return (
    <AuthShell
      title="Set up a second factor"
      description={<>Your organisation requires one to sign in. Signing in as {email}</>}
    >
      <Enrolment {...enrolment} />
    </AuthShell>
  );
}
