import { Card } from "@/components/ui/card";
import { DialogLink } from "@/components/ui/dialog-link";
import type { ChannelsPageData } from "@/lib/notices/channels/loaders";
import { ChannelDialogs } from "./channel-dialogs";
import { ChannelTable } from "./channel-table";
import { DeliveryTable } from "./delivery-table";

/** The channels of the organisation, and the log of deliveries. */
export function ChannelsView({ data }: { readonly data: ChannelsPageData }) {
  return (
    <>
      <Card
        title="Channels"
        description="Names, times and links are sent, never a value."
        actions={
          <div className="flex flex-wrap gap-2">
            <DialogLink dialog="webhook" tone="secondary">
              Add webhook
            </DialogLink>
            <DialogLink dialog="slack" tone="secondary">
              Add Slack
            </DialogLink>
          </div>
        }
      >
        <ChannelTable channels={data.channels} kinds={data.kinds} />
      </Card>
      <Card title="Deliveries" description="The newest 100. They are kept for 30 days.">
        <DeliveryTable deliveries={data.deliveries} />
      </Card>
      <ChannelDialogs data={data} />
    </>
  );
}
