import { ActivityChart } from "@/components/audit/activity-chart";
import { RecentChanges } from "@/components/audit/recent-changes";
import { PageBody } from "@/components/shell/page-body";
import { PageHeader } from "@/components/shell/page-header";
import { Card } from "@/components/ui/card";
import { auditHref } from "@/lib/audit/reading/view/address";
import type { HomePageData } from "@/lib/home/loaders";
import { AgeChart } from "./age-chart";
import { AttentionList } from "./attention-list";
import { BackupLine } from "./backup-line";
import { FirstStepList } from "./first-step-list";
import { QuickFind } from "./quick-find";

/** Where a day begins: what has to be looked at, what changed, and how things stand. */
export function HomeView({ data }: { readonly data: HomePageData }) {
  return (
    <PageBody>
      <PageHeader title="Home" help="home" />
      <QuickFind />
      <FirstStepList data={data} />
      <AttentionList attention={data.attention} mayReadSettings={data.may.readSettings} />
      {data.backup && <BackupLine backup={data.backup} />}
      <div className="grid items-start gap-5 lg:grid-cols-2">
        <RecentChanges
          title="Recent changes"
          changes={data.changes}
          allHref={auditHref({ kind: "change" })}
        />
        <AgeChart ages={data.ages} />
      </div>
      <Card title="Activity" description="What happened in the last 30 days, as the audit log has it.">
        <ActivityChart activity={data.activity} view={data.view} isFramed={false} />
      </Card>
    </PageBody>
  );
}
