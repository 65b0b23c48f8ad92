import {
  type Configuration,
  mapReferences,
  type NamedSecret,
  type OpenedSecret,
} from "@/lib/allowlist/configuration/model";
import { configuration } from "@/lib/allowlist/configuration/schema";
import { Plaintext } from "@/lib/crypto/plaintext";

export type Secrets = Readonly<Record<string, string | readonly string[]>>;

/** A configuration as an administrator would write it, with its secrets opened: the current version, then older ones. */
export function opened(input: unknown, secrets: Secrets): Configuration<OpenedSecret> {
  return mapReferences(configuration.parse(input), ({ secret = "" }: NamedSecret) => {
    const [value = "", ...previous] = [secrets[secret] ?? []].flat();
    return { value: Plaintext.of(value), previous: previous.map((text) => Plaintext.of(text)) };
  });
}
