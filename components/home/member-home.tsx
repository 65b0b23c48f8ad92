import { UserRound } from "lucide-react";
import { Message } from "@/components/shell/message";
import { PageBody } from "@/components/shell/page-body";
import { PageHeader } from "@/components/shell/page-header";
import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";
import { type ProjectMeta, secretsPath } from "@/lib/projects/model";
import { ASK_PATH } from "@/lib/requests/model";

interface MemberHomeProps {
  readonly email: string;
  /** Where something was granted to them. */
  readonly projects: readonly ProjectMeta[];
}

/** What a Member begins with: where they have access; without any, why there is nothing, and whom to ask. */
export function MemberHome({ email, projects }: MemberHomeProps) {
  if (projects.length === 0) return <NoAccess email={email} />;
  return (
    <PageBody width="narrow">
      <PageHeader
        title="Home"
        description="You have access to some of the secrets here."
        actions={<ButtonLink href={ASK_PATH}>Ask for access</ButtonLink>}
      />
      {projects.map(({ slug, name, environments }) => (
        <Card key={slug} title={name}>
          <ul className="flex flex-wrap gap-2">
            {environments.map((environment) => (
              <li key={environment.slug}>
                <ButtonLink href={secretsPath(slug, environment.slug)}>{environment.name}</ButtonLink>
              </li>
            ))}
          </ul>
        </Card>
      ))}
    </PageBody>
  );
}

function NoAccess({ email }: Pick<MemberHomeProps, "email">) {
  return (
    <Message
      icon={UserRound}
      title="Your account is ready"
      actions={
        <>
          <ButtonLink href={ASK_PATH} tone="primary">
            Ask for access
          </ButtonLink>
          <ButtonLink href="/account">Your account</ButtonLink>
        </>
      }
    >
      <p>
        You are signed in as <span className="font-medium break-words text-ink">{email}</span>, with the role
        Member. A Member sees the secrets that are granted to them, and nothing has been granted to you yet.
      </p>
      <p>Ask for access to what you work with: Owners and Super Admins see your request and decide.</p>
      <p>Until then you can set up a passkey or an authenticator app for your account.</p>
    </Message>
  );
}
