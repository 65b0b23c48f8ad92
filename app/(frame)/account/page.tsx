import type { Metadata } from "next";
import { PasskeySection } from "@/components/auth/passkey-section";
import { PasswordForm } from "@/components/auth/password-form";
import { SessionList } from "@/components/auth/session-list";
import { PageBody } from "@/components/frame/page-body";
import { PageHeader } from "@/components/frame/page-header";
import { Card } from "@/components/ui/card";
import { loadSessions } from "@/lib/auth/loaders";
import { loadPasskeys } from "@/lib/auth/passkeys/loaders";
import { ROLE_NAMES } from "@/lib/authorization/actor";
import { pageContext } from "@/lib/web/context";

export const metadata: Metadata = { title: "Account" };

export default async function AccountPage() {
  const ctx = await pageContext();
  const [sessions, passkeys] = await Promise.all([loadSessions(ctx), loadPasskeys(ctx)]);
  const { name, email, role } = ctx.actor;
  const facts = [
    ["Name", name],
    ["Email", email],
    ["Role", ROLE_NAMES[role]],
  ] as const;
  return (
    <PageBody width="narrow">
      <PageHeader title="Account" />
      <Card title="You">
        <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-2">
          {facts.map(([term, value]) => (
            <div key={term} className="contents">
              <dt className="text-muted">{term}</dt>
              <dd className="min-w-0 break-words">{value}</dd>
            </div>
          ))}
        </dl>
      </Card>
      <Card title="Password">
        <PasswordForm email={email} />
      </Card>
      <Card title="Passkeys" description="Sign in without a password, or use them as your second factor.">
        <PasskeySection {...passkeys} />
      </Card>
      <Card
        title="Sessions"
        description="Where you are signed in. A session ends after 12 hours, or 30 minutes without use."
      >
        <SessionList sessions={sessions} />
      </Card>
    </PageBody>
  );
}
