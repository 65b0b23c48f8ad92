import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { AuthShell } from "@/components/auth/auth-shell";
import { PasskeySignIn } from "@/components/auth/passkey-sign-in";
import { SignInForm } from "@/components/auth/sign-in-form";
import { Alert } from "@/components/ui/alert";
import { loadWayOn } from "@/lib/auth/loaders";
import { nextPath } from "@/lib/auth/next-path";
import { isSetUp } from "@/lib/people/loaders";
import { anonymousContext } from "@/lib/web/context";

export const metadata: Metadata = { title: "Sign in" };

export default async function SignInPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const { next, error, over } = await searchParams;
  const wayOn = await loadWayOn(next);
  if (wayOn) redirect(wayOn);
  const isReady = await isSetUp(await anonymousContext());
  return (
    <AuthShell title="Sign in">
      {!isReady && (
        <Alert title="There is no account yet">
          Open the set-up link that Strongroom printed when it started: it makes the first Owner.
        </Alert>
      )}
      {error !== undefined && <Alert tone="danger" title="Signing in did not work. Try again here." />}
      {over !== undefined && <Alert title="Your sign-in took too long or was ended. Begin again." />}
      <SignInForm next={nextPath(next)} />
      <PasskeySignIn next={nextPath(next)} />
    </AuthShell>
  );
}
