import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { AuthShell } from "@/components/auth/auth-shell";
import { PasskeySignIn } from "@/components/auth/passkey-sign-in";
import { ProviderButton } from "@/components/auth/provider-button";
import { SignInForm } from "@/components/auth/sign-in-form";
import { SignInProblem } from "@/components/auth/sign-in-problem";
import { Alert } from "@/components/ui/alert";
import { loadNextStep, loadSignIn } from "@/lib/auth/loaders";
import { nextPath } from "@/lib/auth/next-path";
import { anonymousContext } from "@/lib/web/context";

export const metadata: Metadata = { title: "Sign in" };

export default async function SignInPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const { next, error, over } = await searchParams;
  const nextStep = await loadNextStep(next);
  if (nextStep) redirect(nextStep);
  const { isReady, banner, provider, isForOwners } = await loadSignIn(await anonymousContext());
  const path = nextPath(next);
  const button = provider !== null && (
    <ProviderButton name={provider} next={path} tone={isForOwners ? "primary" : "secondary"} />
  );
  return (
    <AuthShell title="Sign in">
      {!isReady && (
        <Alert title="There is no account yet">
          Open the set-up link that Strongroom printed when it started: it makes the first Owner.
        </Alert>
      )}
      {banner !== "" && (
        <Alert>
          <p className="whitespace-pre-line">{banner}</p>
        </Alert>
      )}
      {error !== undefined && <SignInProblem code={error} provider={provider ?? "Single sign-on"} />}
      {over !== undefined && <Alert title="Sign-in expired. Start again." />}
      {isForOwners && button}
      {isForOwners && <PasskeySignIn next={path} />}
      {isForOwners && <Divider>Passwords are for Owners only</Divider>}
      <SignInForm next={path} />
      {!isForOwners && <PasskeySignIn next={path} />}
      {!isForOwners && button}
    </AuthShell>
  );
}

/** Between two ways to sign in. */
function Divider({ children }: { readonly children: string }) {
  return (
    <p className="flex items-center gap-3 text-sm text-muted before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
      {children}
    </p>
  );
}
