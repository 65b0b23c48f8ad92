import { Alert } from "@/components/ui/alert";
import { type Configuration, type NamedSecret, referencesOf } from "@/lib/allowlist/configuration/model";
import { NO_NAME } from "@/lib/allowlist/references/model";
import { pathLabel } from "./configuration-summary";

/** Says which parts refer to a secret that has no name here any more: its mapping is gone. */
export function GoneSecrets({ configuration }: { readonly configuration: Configuration<NamedSecret> }) {
  const gone = referencesOf(configuration).filter(({ reference }) => reference.secret === NO_NAME);
  if (gone.length === 0) return null;
  const scopes = new Intl.ListFormat("en").format(gone.map(({ path }) => pathLabel(configuration, path)));
  return (
    <Alert tone="danger" title="A secret this endpoint uses was removed">
      Requests are refused until you choose another, or add the shared secret again. Removed: {scopes}.
    </Alert>
  );
}
