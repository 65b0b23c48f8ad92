import { Card } from "@/components/ui/card";
import { DialogLink } from "@/components/ui/dialog-link";
import type { GrantPage } from "@/lib/grants/model";
import { AccessDialogs } from "./access-dialogs";
import type { GrantSubject } from "./grant-dialog";
import { GrantTable } from "./grant-table";

interface AccessCardProps {
  readonly of: "person" | "group";
  readonly subject: GrantSubject;
  readonly page: GrantPage;
  readonly mayGrant: boolean;
  readonly pagePath: string;
  readonly description: string;
  readonly empty: string;
}

/** What a person or a group was granted, with the way to grant more. */
export function AccessCard({ of, subject, page, mayGrant, pagePath, description, empty }: AccessCardProps) {
  return (
    <Card
      title="Access"
      description={description}
      actions={
        mayGrant && (
          <DialogLink dialog="grant" tone="secondary">
            Grant access
          </DialogLink>
        )
      }
      footer={page.next !== null && <p className="text-muted">The first {page.items.length} are shown.</p>}
    >
      <GrantTable grants={page.items} of={of} mayRemove={mayGrant} empty={empty} />
      {mayGrant && <AccessDialogs subject={subject} grants={page.items} pagePath={pagePath} />}
    </Card>
  );
}
