"use client";

import { Button } from "@/components/ui/button";
import { useIsHydrated } from "@/components/ui/clock";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import type { ProjectMeta } from "@/lib/projects/model";
import { POLICIES_PATH } from "@/lib/requests/model";

interface ProjectChoiceProps {
  readonly projects: readonly ProjectMeta[];
  readonly current: string;
}

/** Which project the page is about. Choosing one shows it; without JavaScript a button does. */
export function ProjectChoice({ projects, current }: ProjectChoiceProps) {
  const isHydrated = useIsHydrated();
  return (
    <form action={POLICIES_PATH} className="flex items-end gap-2">
      <Field label="Project" className="w-full max-w-80">
        {(control) => (
          <Select
            {...control}
            key={current}
            name="project"
            defaultValue={current}
            options={projects.map(({ slug, name }) => ({ value: slug, label: name }))}
            onChange={(event) => event.target.form?.requestSubmit()}
          />
        )}
      </Field>
      {!isHydrated && <Button type="submit">Show</Button>}
    </form>
  );
}
