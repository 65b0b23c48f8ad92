import { classNames } from "./class-names";
import { Link } from "./link";
import { LinkPending } from "./link-pending";

interface TabLinksProps<Key extends string> {
  /** Names them for those who hear them. */
  readonly label: string;
  readonly tabs: readonly { readonly key: Key; readonly label: string; readonly href: string }[];
  readonly current: Key;
}

/** Pages that belong together, as tabs below their heading. Where there is no room for all of them, the row scrolls. */
export function TabLinks<Key extends string>({ label, tabs, current }: TabLinksProps<Key>) {
  return (
    <nav
      aria-label={label}
      className="flex gap-2 overflow-x-auto border-b border-line sm:flex-wrap sm:gap-x-4 sm:gap-y-0"
    >
      {tabs.map(({ key, label, href }) => (
        <Link
          key={key}
          href={href}
          aria-current={key === current ? "page" : undefined}
          className={classNames(
            "-mb-px flex h-9 items-center gap-1.5 border-b-2 px-1 font-medium whitespace-nowrap pointer-coarse:h-11",
            key === current
              ? "border-accent text-ink [scroll-initial-target:nearest]"
              : "border-transparent text-muted hover:text-ink",
          )}
        >
          {label}
          <LinkPending />
        </Link>
      ))}
    </nav>
  );
}
