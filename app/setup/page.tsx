import type { Metadata } from "next";
import { AuthShell } from "@/components/auth/auth-shell";
import { FirstOwnerForm } from "@/components/auth/first-owner-form";
import { ButtonLink } from "@/components/ui/button-link";
import { loadSetup } from "@/lib/people/loaders";
import { anonymousContext } from "@/lib/web/context";

export const metadata: Metadata = { title: "Set up" };

export default async function SetupPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const { token } = await searchParams;
  const page = await loadSetup(await anonymousContext(), token);
  if (page === "done") return <AlreadySetUp />;
  if (page === "wrongLink" || typeof token !== "string") return <WrongLink />;
  return (
    <AuthShell title="Create the first Owner" description="Owners have full access and invite everyone else.">
      <FirstOwnerForm token={token} />
    </AuthShell>
  );
}

function AlreadySetUp() {
  return (
    <AuthShell
      title="Already set up"
      description="This instance has an Owner, so its set-up link no longer works. Sign in, or ask an Owner for an account."
    >
      <ButtonLink href="/sign-in" tone="primary">
        Go to sign in
      </ButtonLink>
      <p className="text-sm text-pretty text-muted">
        If no Owner can sign in any more, someone on the server’s command line can make one with{" "}
        <code className="font-mono text-ink">npm run admin -- owner create --email you@example.com</code>.
      </p>
    </AuthShell>
  );
}

function WrongLink() {
  return (
    <AuthShell
      title="Invalid set-up link"
      description="The set-up link has a token at its end, and this one is missing or belongs to another instance."
    >
      <ol className="flex list-decimal flex-col gap-2 pl-5">
        <li>Look where Strongroom was started: it prints the whole link until there is an Owner.</li>
        <li>Copy the whole link, and open it here.</li>
        <li>
          Or make the Owner on the server’s command line:{" "}
          <code className="font-mono text-sm break-words">
            npm run admin -- owner create --email you@example.com
          </code>
        </li>
      </ol>
    </AuthShell>
  );
}
