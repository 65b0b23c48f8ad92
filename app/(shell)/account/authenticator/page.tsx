import type { Metadata } from "next";
import { AuthenticatorSetup } from "@/components/auth/authenticator-setup";
import { PageBody } from "@/components/shell/page-body";
import { PageHeader } from "@/components/shell/page-header";
import { Card } from "@/components/ui/card";
import { loadAuthenticator } from "@/lib/auth/factors/loaders";
import { pageContext } from "@/lib/web/context";

export const metadata: Metadata = { title: "Authenticator app" };

export default async function AuthenticatorPage() {
  const authenticator = await loadAuthenticator(await pageContext());
  return (
    <PageBody width="narrow">
      <PageHeader title="Authenticator app" />
      <Card>
        <AuthenticatorSetup {...authenticator} />
      </Card>
    </PageBody>
  );
}
