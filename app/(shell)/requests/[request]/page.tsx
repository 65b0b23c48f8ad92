import type { Metadata } from "next";
import { RequestView } from "@/components/requests/request-view";
import { loadRequest } from "@/lib/requests/loaders";
import { pageContext } from "@/lib/web/context";
import { loadPage } from "@/lib/web/page";

export const metadata: Metadata = { title: "Request" };

interface RequestPageProps {
  readonly params: Promise<{ request: string }>;
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** One request: what it asks for, and its decision. */
export default async function RequestPage({ params, searchParams }: RequestPageProps) {
  const { request } = await params;
  const { made } = await searchParams;
  const detail = await loadPage(loadRequest(await pageContext(), request));
  return <RequestView request={detail} isNew={made !== undefined} />;
}
