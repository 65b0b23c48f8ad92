"use client";

import { useSearchParams } from "next/navigation";
import { buttonStyle } from "@/components/ui/button-style";
import { Link } from "@/components/ui/link";

interface PageLinksProps {
  /** The parameter of the address that says where the page begins. */
  readonly name: string;
  readonly next: string | null;
  /** What is listed. */
  readonly label: string;
}

/** The ways through a list that is longer than a page; nothing where it is not. */
export function PageLinks({ name, next, label }: PageLinksProps) {
  const params = useSearchParams();
  const isFirst = !params.has(name);
  if (isFirst && next === null) return null;
  const hrefTo = (place: string | null) => {
    const changed = new URLSearchParams(params);
    changed.delete(name);
    if (place !== null) changed.set(name, place);
    return `?${changed}`;
  };
  return (
    <nav aria-label={`Pages of ${label}`} className="flex gap-2">
      {!isFirst && (
        <Link href={hrefTo(null)} className={buttonStyle("secondary", "medium")}>
          First {label}
        </Link>
      )}
      {next !== null && (
        <Link href={hrefTo(next)} className={buttonStyle("secondary", "medium")}>
          More {label}
        </Link>
      )}
    </nav>
  );
}
