import { NewProjectForm } from "@/components/projects/new-project-form";
import { PageBody } from "@/components/shell/page-body";
import { PageHeader } from "@/components/shell/page-header";
import { Card } from "@/components/ui/card";
import { authorize } from "@/lib/authorization/authorize";
import { pageContext } from "@/lib/web/context";
import { loadPage } from "@/lib/web/page";

export const metadata = { title: "New project" };

/** Makes a project. */
export default async function NewProjectPage() {
  await loadPage(authorize(await pageContext(), "project.create", null));
  return (
    <PageBody width="narrow">
      <PageHeader
        title="New project"
        description="Each project has its own encryption key and starts with Production, Staging and Development."
      />
      <Card>
        <NewProjectForm />
      </Card>
    </PageBody>
  );
}
