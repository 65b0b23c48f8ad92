import { UserRound } from "lucide-react";
import { Message } from "@/components/shell/message";
import { ButtonLink } from "@/components/ui/button-link";

/** What a Member sees, to whom nothing was granted: why there is nothing, and whom to ask. */
export function MemberHome({ email }: { readonly email: string }) {
  return (
    <Message
      icon={UserRound}
      title="Your account is ready"
      actions={
        <ButtonLink href="/account" tone="primary">
          Your account
        </ButtonLink>
      }
    >
      <p>
        You are signed in as <span className="font-medium break-words text-ink">{email}</span>, with the role
        Member. Members see no secrets: that keeps an account safe until somebody decides what it is for.
      </p>
      <p>
        To work with secrets, ask an Owner or a Super Admin of your organisation for another role, such as
        Auditor, which sees names and change logs.
      </p>
      <p>Until then you can set up a passkey or an authenticator app for your account.</p>
    </Message>
  );
}
