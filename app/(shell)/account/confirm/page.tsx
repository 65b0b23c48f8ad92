import type { Metadata } from "next";
import { ConfirmForm } from "@/components/auth/confirm-form";
import { PageBody } from "@/components/shell/page-body";
import { PageHeader } from "@/components/shell/page-header";
import { Card } from "@/components/ui/card";
import { confirmationMethods } from "@/lib/auth/confirmation/service";
import { nextPath } from "@/lib/auth/next-path";
import { pageContext } from "@/lib/web/context";

export const metadata: Metadata = { title: "Confirm your identity" };

export default async function ConfirmPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const { next } = await searchParams;
  const methods = await confirmationMethods(await pageContext());
  return (
    <PageBody width="narrow">
      <PageHeader
        title="Confirm your identity"
        description="What you were about to do needs a fresh proof. It holds for 15 minutes."
      />
      <Card>
        <ConfirmForm methods={methods} next={nextPath(next) ?? "/account"} />
      </Card>
    </PageBody>
  );
}
