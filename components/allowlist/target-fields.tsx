import { PlaceFields } from "@/components/secrets/secret-fields";
import type { EnvironmentTarget } from "@/lib/authorization/grant";

/** Which endpoint a form is about, as hidden fields. */
export function TargetFields({ place, name }: { readonly place: EnvironmentTarget; readonly name: string }) {
  return (
    <>
      <PlaceFields {...place} />
      <input type="hidden" name="name" value={name} />
    </>
  );
}
