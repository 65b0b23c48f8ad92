import { notFound, redirect } from "next/navigation";
import { secretsPath } from "@/lib/projects/model";
import { findProject } from "@/lib/projects/service";
import { pageContext } from "@/lib/web/context";
import { loadPage } from "@/lib/web/page";

/** A project's own address leads to its first environment. */
export default async function ProjectPage({ params }: { params: Promise<{ project: string }> }) {
  const { project: slug } = await params;
  const project = await loadPage(findProject(await pageContext(), slug));
  const [first] = project.environments;
  if (!first) notFound();
  redirect(secretsPath(project.slug, first.slug));
}
