import { type MasterKeys, shownKeyId } from "@/lib/crypto/master-key";

/** The line that tells an operator which key is needed. Names ids, never a key. */
export function wrongMasterKey(neededId: string, input: MasterKeys): string {
  const ids = [input.current, input.previous].flatMap((key) => (key ? [shownKeyId(key.id)] : []));
  const which = ids.length === 1 ? `the one given is ${ids[0]}` : `the ones given are ${ids.join(" and ")}`;
  return `this database needs master key ${shownKeyId(neededId)}, ${which}`;
}
