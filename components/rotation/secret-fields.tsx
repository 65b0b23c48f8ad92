import type { EnvironmentRef } from "@/lib/authorization/permit";

interface SecretFieldsProps {
  readonly scope: EnvironmentRef;
  readonly secretId: string;
}

/** Which secret a form is about, as hidden fields. */
export function SecretFields({ scope: { project, environment }, secretId }: SecretFieldsProps) {
  return (
    <>
      <input type="hidden" name="project" value={project} />
      <input type="hidden" name="environment" value={environment} />
      <input type="hidden" name="secretId" value={secretId} />
    </>
  );
}
