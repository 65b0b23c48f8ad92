import type { Metadata } from "next";
import { AuthShell } from "@/components/auth/auth-shell";
import { JoinForm } from "@/components/people/join-form";
import { ButtonLink } from "@/components/ui/button-link";
import { SubmitButton } from "@/components/ui/submit-button";
import { signOutAction } from "@/lib/auth/actions";
import { ROLE_NAMES } from "@/lib/authorization/actor";
import { loadJoin } from "@/lib/people/invitations/loaders";
import { anonymousContext } from "@/lib/web/context";

export const metadata: Metadata = { title: "Join" };

interface JoinPageProps {
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** Where an invitation's link leads. */
export default async function JoinPage({ searchParams }: JoinPageProps) {
  const { token } = await searchParams;
  const page = await loadJoin(await anonymousContext(), token);
  if (page.kind === "signedIn") return <SignedIn email={page.email} />;
  if (page.kind === "doesNotWork") return <DoesNotWork />;
  const { email, role, hasAccount } = page.invitation;
  if (hasAccount) return <HasAccount email={email} />;
  return (
    <AuthShell
      title="Join Strongroom"
      description={`You are invited with the role ${ROLE_NAMES[role]}. Choose a name and a password.`}
    >
      <JoinForm token={page.token} email={email} />
    </AuthShell>
  );
}

function SignedIn({ email }: { readonly email: string }) {
  return (
    <AuthShell
      title="You are signed in already"
      description={
        <>
          This browser is signed in as <strong className="font-medium break-words text-ink">{email}</strong>.
          An invitation makes a new account: sign out first, then open its link again.
        </>
      }
    >
      <div className="flex flex-wrap gap-2">
        <form action={signOutAction}>
          <SubmitButton>Sign out</SubmitButton>
        </form>
        <ButtonLink href="/">Stay signed in</ButtonLink>
      </div>
    </AuthShell>
  );
}

function DoesNotWork() {
  return (
    <AuthShell
      title="This invitation does not work"
      description="It was used or revoked, its 72 hours are over, or the link is not complete."
    >
      <p>Ask whoever invited you for a new one: an Owner or a Super Admin of your organisation.</p>
      <div>
        <ButtonLink href="/sign-in">Go to sign in</ButtonLink>
      </div>
    </AuthShell>
  );
}

function HasAccount({ email }: { readonly email: string }) {
  return (
    <AuthShell
      title="You have an account already"
      description={
        <>
          There is an account for <strong className="font-medium break-words text-ink">{email}</strong> by
          now, so there is nothing to accept.
        </>
      }
    >
      <div>
        <ButtonLink href="/sign-in" tone="primary">
          Go to sign in
        </ButtonLink>
      </div>
    </AuthShell>
  );
}
