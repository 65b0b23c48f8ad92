import type { Metadata } from "next";
import { NewRecoveryCodes } from "@/components/auth/new-recovery-codes";
import { PageBody } from "@/components/shell/page-body";
import { PageHeader } from "@/components/shell/page-header";
import { Card } from "@/components/ui/card";
import { pageContext } from "@/lib/web/context";

export const metadata: Metadata = { title: "Recovery codes" };

export default async function RecoveryCodesPage() {
  await pageContext();
  return (
    <PageBody width="narrow">
      <PageHeader title="Recovery codes" />
      <Card>
        <NewRecoveryCodes />
      </Card>
    </PageBody>
  );
}
