import { variableOf } from "@/lib/names/model";

interface SecretAddress {
  readonly project: string;
  readonly environment: string;
  readonly name: string;
}

/** A text that a program or a shell gets a secret with. Holds no value, and no key. */
export interface SecretReference {
  readonly label: string;
  readonly text: string;
}

/** How a secret is referred to from elsewhere. `origin` is where this Strongroom is. */
export function secretReferences(
  { project, environment, name }: SecretAddress,
  origin: string,
): readonly SecretReference[] {
  const flags = `--project ${project} --environment ${environment}`;
  const query = new URLSearchParams({ project, environment });
  return [
    { label: "CLI: run a program with it", text: `strongroom run ${flags} --only ${name} -- your-program` },
    { label: "CLI: get its value", text: `strongroom secrets get ${name} ${flags}` },
    {
      label: "SDK",
      text: [
        `const strongroom = new Strongroom({ project: "${project}", environment: "${environment}" });`,
        `const { value } = await strongroom.secrets.reveal("${name}");`,
      ].join("\n"),
    },
    {
      label: "curl",
      text: [
        'curl -H "Authorization: Bearer $STRONGROOM_API_KEY" -X POST',
        `  "${origin}/api/v1/secrets/${encodeURIComponent(name)}/reveal?${query}"`,
      ].join(" \\\n"),
    },
    { label: "Environment variable", text: variableOf(name) },
  ];
}
