import type { Metadata } from "next";
import { HomeView } from "@/components/home/home-view";
import { MemberHome } from "@/components/home/member-home";
import { loadGrantedProjects, loadHome } from "@/lib/home/loaders";
import { pageContext } from "@/lib/web/context";
import { loadPage } from "@/lib/web/page";

export const metadata: Metadata = { title: "Home" };

/** What needs attention, and what happened; to Members where they have access, or why they have none yet. */
export default async function HomePage() {
  const ctx = await pageContext();
  const data = await loadPage(loadHome(ctx));
  if (data) return <HomeView data={data} />;
  return <MemberHome email={ctx.actor.email} projects={await loadPage(loadGrantedProjects(ctx))} />;
}
