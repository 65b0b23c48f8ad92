import { Check, ListFilter, X } from "lucide-react";
import { buttonStyle } from "@/components/ui/button-style";
import { Link } from "@/components/ui/link";
import { LinkPending } from "@/components/ui/link-pending";
import { Menu } from "@/components/ui/menu";
import { MenuHeading, MenuLink } from "@/components/ui/menu-items";
import type { SecretQuery } from "@/lib/secrets/schema";
import { activeFilters, FILTERS } from "./filters";
import { queryHref } from "./query-href";

interface FiltersProps {
  readonly query: SecretQuery;
  readonly basePath: string;
}

/** Narrows the list. Links, so that the address holds the state. */
export function FilterMenu({ query, basePath }: FiltersProps) {
  return (
    <Menu
      align="end"
      buttonClassName={buttonStyle("secondary", "medium")}
      button={
        <>
          <ListFilter aria-hidden className="size-4" />
          Filters
        </>
      }
    >
      <div role="presentation" className="min-w-76 columns-2 gap-1">
        {FILTERS.map(({ name, title, choices }) => (
          // biome-ignore lint/a11y/useSemanticElements: a fieldset is no group of a menu
          <div key={name} role="group" aria-label={title} className="break-inside-avoid">
            <MenuHeading>{title}</MenuHeading>
            {choices.map(({ value, label }) => {
              const isOn = query[name] === value;
              return (
                <MenuLink
                  key={value}
                  href={queryHref(basePath, query, { [name]: isOn ? undefined : value })}
                  aria-current={isOn || undefined}
                  scroll={false}
                >
                  <span className="flex-1">{label}</span>
                  {isOn && <Check aria-hidden />}
                </MenuLink>
              );
            })}
          </div>
        ))}
      </div>
    </Menu>
  );
}

/** The filters that are on; following one takes it away. */
export function ActiveFilters({ query, basePath }: FiltersProps) {
  const active = activeFilters(query);
  if (active.length === 0) return null;
  return (
    <nav aria-label="Active filters" className="flex flex-wrap items-center gap-2">
      {active.map(({ name, text }) => (
        <Link
          key={name}
          href={queryHref(basePath, query, { [name]: undefined })}
          scroll={false}
          aria-label={`Remove the filter ${text}`}
          title="Remove this filter"
          className="inline-flex h-7 items-center gap-1 rounded-full border border-accent-ink bg-accent-soft px-2.5 text-sm whitespace-nowrap text-accent-ink hover:underline pointer-coarse:h-9"
        >
          {text}
          <X aria-hidden className="size-3.5" />
          <LinkPending />
        </Link>
      ))}
      {active.length > 1 && (
        <Link
          href={queryHref(basePath, { search: query.search, sort: query.sort, order: query.order })}
          scroll={false}
          className="px-1 text-sm text-muted underline underline-offset-2 hover:text-ink"
        >
          Remove all filters
        </Link>
      )}
    </nav>
  );
}
