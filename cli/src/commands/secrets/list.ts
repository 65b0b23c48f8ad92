import { table } from "../../printable";
import { openScope, type ScopeOptions } from "../../scope";
import { everyItem } from "../../secret-list";
import { note, type Shell } from "../../shell";

interface ListOptions extends ScopeOptions {
  readonly search?: string;
  readonly category?: string;
  readonly audience?: string;
  readonly json?: true;
}

const HEADINGS = ["NAME", "VERSION", "UPDATED", "CATEGORY", "AUDIENCE", "DESCRIPTION"];
const FIELDS = ["name", "version", "updatedAt", "category", "audience", "description"];

/** All secrets of a place that the key may know of, by name. */
export async function listSecrets(shell: Shell, options: ListOptions): Promise<number> {
  const { search, category, audience, json } = options;
  const items = await everyItem(await openScope(shell, options), "/secrets", { search, category, audience });
  const sorted = items.sort((a, b) => (String(a.name) < String(b.name) ? -1 : 1));
  if (json) {
    shell.output.write(`${JSON.stringify(sorted)}\n`);
    return 0;
  }
  if (sorted.length === 0) note(shell, "no secrets");
  else
    shell.output.write(
      table(
        HEADINGS,
        sorted.map((item) => FIELDS.map((field) => String(item[field] ?? ""))),
      ),
    );
  return 0;
}
