import type { Metadata } from "next";
import { DeviceForm } from "@/components/personal-keys/device-form";
import { PageBody } from "@/components/shell/page-body";
import { PageHeader } from "@/components/shell/page-header";
import { Card } from "@/components/ui/card";
import { loadOwnKeys } from "@/lib/personal-keys/loaders";
import { pageContext } from "@/lib/web/context";

export const metadata: Metadata = { title: "Sign in a machine" };

export default async function DevicePage() {
  const ctx = await pageContext();
  const { daysMax } = await loadOwnKeys(ctx);
  return (
    <PageBody width="narrow">
      <PageHeader
        title="Sign in a machine"
        help="access"
        description="strongroom login shows a code in the terminal. Type it here."
      />
      <Card>
        <DeviceForm email={ctx.actor.email} daysMax={daysMax} />
      </Card>
    </PageBody>
  );
}
