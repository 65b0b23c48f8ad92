import { classNames } from "@/components/ui/class-names";
import { Link } from "@/components/ui/link";
import { LinkPending } from "@/components/ui/link-pending";
import { PLATFORM_SLUG, secretsPath, sharedPath } from "@/lib/projects/model";

interface SecretTabsProps {
  readonly project: string;
  readonly environment: string;
  readonly current: "own" | "shared";
}

/** An environment's own secrets, and those that it shares. Nothing is mapped into `platform`, so it has no such tabs. */
export function SecretTabs({ project, environment, current }: SecretTabsProps) {
  if (project === PLATFORM_SLUG) return null;
  const tabs = [
    { key: "own", label: "Own", href: secretsPath(project, environment) },
    { key: "shared", label: "Shared", href: sharedPath(project, environment) },
  ];
  return (
    <nav aria-label="Own and shared" className="flex gap-4 border-b border-line">
      {tabs.map(({ key, label, href }) => (
        <Link
          key={key}
          href={href}
          aria-current={key === current ? "page" : undefined}
          className={classNames(
            "-mb-px flex h-9 items-center gap-1.5 border-b-2 px-1 font-medium pointer-coarse:h-11",
            key === current ? "border-accent text-ink" : "border-transparent text-muted hover:text-ink",
          )}
        >
          {label}
          <LinkPending />
        </Link>
      ))}
    </nav>
  );
}
