import type { Metadata } from "next";
import { SettingsForm } from "@/components/settings/settings-form";
import { PageBody } from "@/components/shell/page-body";
import { PageHeader } from "@/components/shell/page-header";
import { ButtonLink } from "@/components/ui/button-link";
import { CHANNELS_PATH } from "@/lib/notices/channels/model";
import { loadSettings } from "@/lib/organisation/loaders";
import { pageContext } from "@/lib/web/context";

export const metadata: Metadata = { title: "Settings" };

/** What an Owner decides for everyone on this instance. */
export default async function SettingsPage() {
  const { settings, withoutFactor, providerName } = await loadSettings(await pageContext());
  return (
    <PageBody width="narrow">
      <PageHeader
        title="Settings"
        help="settings"
        description="Apply to everyone immediately."
        actions={<ButtonLink href={CHANNELS_PATH}>Notifications</ButtonLink>}
      />
      <SettingsForm settings={settings} withoutFactor={withoutFactor} providerName={providerName} />
    </PageBody>
  );
}
