import type { Metadata } from "next";
import { FactorSection } from "@/components/auth/factor-section";
import { PasskeySection } from "@/components/auth/passkey-section";
import { PasswordForm } from "@/components/auth/password-form";
import { ProfileForm } from "@/components/auth/profile-form";
import { SessionList } from "@/components/auth/session-list";
import { ChoicesForm } from "@/components/notices/choices-form";
import { PersonalKeySection } from "@/components/personal-keys/personal-key-section";
import { PageBody } from "@/components/shell/page-body";
import { PageHeader } from "@/components/shell/page-header";
import { SshKeySection } from "@/components/ssh/ssh-key-section";
import { Card } from "@/components/ui/card";
import { loadAccount } from "@/lib/auth/factors/loaders";
import { loadPasskeys } from "@/lib/auth/passkeys/loaders";
import { ROLE_NAMES } from "@/lib/authorization/actor";
import { loadNoticeChoices } from "@/lib/notices/choices/loaders";
import { loadOwnKeys } from "@/lib/personal-keys/loaders";
import { durationText } from "@/lib/quantity";
import { loadOwnSshKeys } from "@/lib/ssh/loaders";
import { pageContext } from "@/lib/web/context";

export const metadata: Metadata = { title: "Account" };

export default async function AccountPage() {
  const ctx = await pageContext();
  const [account, passkeys, personalKeys, sshKeys, notices] = await Promise.all([
    loadAccount(ctx),
    loadPasskeys(ctx),
    loadOwnKeys(ctx),
    loadOwnSshKeys(ctx),
    loadNoticeChoices(ctx),
  ]);
  const { factors, sessions, length } = account;
  const { name, email, role } = ctx.actor;
  return (
    <PageBody width="narrow">
      <PageHeader title="Account" help="signing-in" description={`${email} · ${ROLE_NAMES[role]}`} />
      <Card title="Profile" description="Shown in lists and the audit log.">
        <ProfileForm name={name} />
      </Card>
      <Card title="Password">
        {factors.hasPassword ? (
          <PasswordForm email={email} />
        ) : (
          <p>Your account has no password: you sign in with single sign-on or a passkey.</p>
        )}
      </Card>
      <Card title="Second factor" description="Required in addition to your password.">
        <FactorSection factors={factors} />
      </Card>
      <Card title="Passkeys" description="Sign in without a password, or use them as your second factor.">
        <PasskeySection {...passkeys} />
      </Card>
      {notices.choices.length > 0 && (
        <Card
          id="notifications"
          title="Notifications"
          description="What you are told by mail. Never a value; the digest comes at 6:00 UTC."
        >
          <ChoicesForm {...notices} />
        </Card>
      )}
      <Card
        title="Personal keys"
        description="For the command line and for programs on your own machine. They do what you may do."
      >
        <PersonalKeySection {...personalKeys} />
      </Card>
      <Card
        id="ssh-keys"
        title="SSH keys"
        description="The public halves of the keys with which you enter hosts, where a rule of a project names you."
      >
        <SshKeySection keys={sshKeys} />
      </Card>
      <Card
        title="Sessions"
        description={`Where you are signed in. A session ends after ${durationText(length.sessionSecondsMax)}, or ${durationText(length.idleSecondsMax)} without use.`}
      >
        <SessionList sessions={sessions} />
      </Card>
    </PageBody>
  );
}
