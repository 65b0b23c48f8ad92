import type { Metadata } from "next";
import { SettingsForm } from "@/components/settings/settings-form";
import { PageBody } from "@/components/shell/page-body";
import { PageHeader } from "@/components/shell/page-header";
import { ButtonLink } from "@/components/ui/button-link";
import { INSTANCE_PATH } from "@/lib/instance-state/model";
import { CHANNELS_PATH } from "@/lib/notices/channels/model";
import { KEYS_PATH } from "@/lib/organisation/keys/model";
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
        actions={
          <div className="flex flex-wrap gap-2">
            <ButtonLink href={INSTANCE_PATH}>Instance</ButtonLink>
            <ButtonLink href={KEYS_PATH}>Keys</ButtonLink>
            <ButtonLink href={CHANNELS_PATH}>Notifications</ButtonLink>
          </div>
        }
      />
      <SettingsForm settings={settings} withoutFactor={withoutFactor} providerName={providerName} />
    </PageBody>
  );
}
