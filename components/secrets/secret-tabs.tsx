import { TabLinks } from "@/components/ui/tab-links";
import { deletedPath, PLATFORM_SLUG, secretsPath, sharedPath } from "@/lib/projects/model";

interface SecretTabsProps {
  readonly project: string;
  readonly environment: string;
  readonly current: "own" | "shared" | "deleted";
  /** Whether one sees what is mapped in: Members do not. */
  readonly maySeeShared: boolean;
}

/** An environment's own secrets, those that it shares, and those that were deleted. Nothing is mapped into `platform`. */
export function SecretTabs({ project, environment, current, maySeeShared }: SecretTabsProps) {
  const tabs = [
    { key: "own", label: "This environment", href: secretsPath(project, environment) },
    { key: "shared", label: "Shared", href: sharedPath(project, environment) },
    { key: "deleted", label: "Deleted", href: deletedPath(project, environment) },
  ] as const;
  const hasShared = maySeeShared && project !== PLATFORM_SLUG;
  const shown = hasShared ? tabs : tabs.filter(({ key }) => key !== "shared");
  return <TabLinks label="Own, shared and deleted" tabs={shown} current={current} />;
}
