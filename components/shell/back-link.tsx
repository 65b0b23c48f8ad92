import { ChevronLeft } from "lucide-react";
import type { ReactNode } from "react";
import { Link } from "@/components/ui/link";

/** The way up, above a page's title. */
export function BackLink({ href, children }: { readonly href: string; readonly children: ReactNode }) {
  return (
    <Link
      href={href}
      className="inline-flex items-center gap-1 self-start text-muted hover:text-ink print:hidden"
    >
      <ChevronLeft aria-hidden className="size-4" /> <span className="wrap-anywhere">{children}</span>
    </Link>
  );
}
