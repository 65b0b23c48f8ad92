import type { ReactNode } from "react";
import { authorize } from "@/lib/authorization/authorize";
import { pageContext } from "@/lib/web/context";
import { loadPage } from "@/lib/web/page";

interface ListLayoutProps {
  readonly params: Promise<{ project: string; environment: string }>;
  readonly children: ReactNode;
}

/** Refuses before the skeleton is sent: once it is, an answer can no longer have the status 403 or 404. */
export default async function ListLayout({ params, children }: ListLayoutProps) {
  await loadPage(authorize(await pageContext(), "secret.list", await params));
  return children;
}
