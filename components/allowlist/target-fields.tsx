import { ScopeFields } from "@/components/secrets/secret-fields";
import type { EnvironmentRef } from "@/lib/authorization/permit";

/** Which endpoint a form is about, as hidden fields. */
export function TargetFields({ scope, name }: { readonly scope: EnvironmentRef; readonly name: string }) {
  return (
    <>
      <ScopeFields {...scope} />
      <input type="hidden" name="name" value={name} />
    </>
  );
}
