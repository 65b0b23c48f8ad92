import { ButtonLink } from "./button-link";
import { TABLE_FOOTER_STYLE } from "./table";

interface PageLinksProps {
  /** What is listed, in the plural. */
  readonly label: string;
  /** Of the address of this page; all but `name` are kept. */
  readonly params: URLSearchParams;
  /** Where the next page begins; null on the last one. */
  readonly next: string | null;
  /** The parameter that says where a page begins. */
  readonly name?: string;
}

/** The links to the other pages of a list; nothing where all of it is on one page. */
export function PageLinks({ label, params, next, name = "after" }: PageLinksProps) {
  const isFirst = !params.has(name);
  if (isFirst && next === null) return null;
  return (
    <nav aria-label={`Pages of ${label}`} className={TABLE_FOOTER_STYLE}>
      {!isFirst && <ButtonLink href={hrefWith(params, name, null)}>First {label}</ButtonLink>}
      {next !== null && <ButtonLink href={hrefWith(params, name, next)}>More {label}</ButtonLink>}
    </nav>
  );
}

function hrefWith(params: URLSearchParams, name: string, start: string | null): string {
  const changed = new URLSearchParams(params);
  changed.delete(name);
  if (start !== null) changed.set(name, start);
  return `?${changed}`;
}
