import type { ApiKeyMeta } from "@/lib/api-keys/model";

/** What somebody pastes elsewhere to use a key. */
export interface KeyCommand {
  readonly label: string;
  /** What to do first, or where it goes. */
  readonly about: string;
  readonly text: string;
}

/** The flags that a key needs that is not bound to one environment. */
function flagsOf({ project, environment }: Pick<ApiKeyMeta, "project" | "environment">): string {
  if (environment !== null) return "";
  return project === null ? " --project default --environment production" : " --environment production";
}

/**
 * How a key is used from a shell, a container, a CI job and over HTTP. None of them holds the key: shells and files of jobs keep
 * what stands in them.
 */
export function keyCommands(
  key: Pick<ApiKeyMeta, "project" | "environment">,
  origin: string,
): readonly KeyCommand[] {
  const run = `run${flagsOf(key)} --`;
  return [
    {
      label: "CLI",
      about: "Sign in with the CLI, which asks for the key:",
      text: `strongroom login --url ${origin}\nstrongroom ${run} your-program`,
    },
    {
      label: "Docker",
      about: "Save the key in a file, and mount it:",
      text: [
        "docker run --init \\",
        `  -e STRONGROOM_URL=${origin} \\`,
        "  -e STRONGROOM_API_KEY_FILE=/run/secrets/strongroom \\",
        '  -v "$PWD/strongroom.key:/run/secrets/strongroom:ro" \\',
        `  your-image node /usr/local/lib/strongroom.mjs ${run} your-program`,
      ].join("\n"),
    },
    {
      label: "GitHub Actions",
      about: "Save the key as the repository secret STRONGROOM_API_KEY, and add a step:",
      text: [
        "- name: Run with secrets",
        "  env:",
        `    STRONGROOM_URL: ${origin}`,
        `    STRONGROOM_API_KEY: $${"{{"} secrets.STRONGROOM_API_KEY }}`,
        `  run: node tools/strongroom.mjs ${run} your-program`,
      ].join("\n"),
    },
    {
      label: "curl",
      about: "Test the key:",
      text: `curl -H "Authorization: Bearer $STRONGROOM_API_KEY" \\\n  ${origin}/api/v1/me`,
    },
  ];
}
