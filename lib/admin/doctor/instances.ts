import { shownKeyId } from "@/lib/crypto/master-key";
import type { Pool } from "@/lib/db/client";
import { knownFaults } from "@/lib/instance-state/known-faults";
import type { Instance } from "@/lib/instances/model";
import { instances, type KnownInstance } from "@/lib/instances/service";
import { VERSION } from "@/lib/platform/version";
import { doubtful, type Finding, fine, wordsOf, wrong } from "./finding";

/** What the running instances say of themselves. */
export interface InstanceFacts {
  /** That everything is wrapped by; null where it is not known. */
  readonly masterKeyId: string | null;
  /** That one instance opens, at most. */
  readonly connections: number;
  /** That the database gives to all of them. */
  readonly available: number;
}

/** The instances on this database: whether they live, are of one version, hold the key in use, and find room. */
export async function instanceFindings(pool: Pool, root: string, facts: InstanceFacts): Promise<Finding[]> {
  const known = await instances({ pool });
  const living = known.filter(({ isLiving }) => isLiving);
  return [
    livingFinding(known, living),
    ...versionFindings(living),
    ...keyFindings(living, facts.masterKeyId),
    ...roomFindings(living, facts),
    await faultFinding(root, living),
  ];
}

const WHAT = "instances";

function livingFinding(known: readonly KnownInstance[], living: readonly Instance[]): Finding {
  const silent = known.filter(({ isLiving }) => !isLiving);
  const running = `${living.length} running`;
  if (silent.length === 0)
    return fine(WHAT, living.length === 0 ? running : `${running}: ${namesOf(living)}`);
  return doubtful(
    WHAT,
    `${running}, and no word of ${namesOf(silent)}`,
    "see whether they still run and reach the database; those that are gone are forgotten after a day",
  );
}

function versionFindings(living: readonly Instance[]): Finding[] {
  const versions = [...new Set(living.map(({ version }) => version))];
  if (versions.length > 1)
    return [
      doubtful(
        WHAT,
        `of different versions: ${living.map(({ host, version }) => `${host} ${version}`).join(", ")}`,
        "bring all to the same version: that is meant to last as long as an upgrade",
      ),
    ];
  const [version = VERSION] = versions;
  if (version === VERSION) return [];
  return [
    doubtful(WHAT, `run ${version}, and this is ${VERSION}`, "restart them, or run doctor of their version"),
  ];
}

function keyFindings(living: readonly Instance[], masterKeyId: string | null): Finding[] {
  const without = living.filter(({ masterKeyIds }) => masterKeyId && !masterKeyIds.includes(masterKeyId));
  if (without.length === 0 || masterKeyId === null) return [];
  return [
    wrong(
      WHAT,
      `without the master key ${shownKeyId(masterKeyId)} that is in use: ${namesOf(without)}`,
      "give each of them the key: they answer 503 to whatever needs it",
    ),
  ];
}

function roomFindings(living: readonly Instance[], { connections, available }: InstanceFacts): Finding[] {
  const wanted = living.length * connections;
  if (living.length < 2 || wanted <= available) return [];
  return [
    doubtful(
      WHAT,
      `${living.length} hold up to ${wanted} connections together, the database gives ${available}`,
      "raise max_connections, lower STRONGROOM_DATABASE_CONNECTIONS, or put a pooler in between",
    ),
  ];
}

async function faultFinding(root: string, living: readonly Instance[]): Promise<Finding> {
  const what = "known faults";
  try {
    const faults = await knownFaults(root, [VERSION, ...living.map(({ version }) => version)]);
    const [first] = faults;
    if (!first) return fine(what, `none of ${VERSION} in the list of this release`);
    const fixedIn = faults.every((fault) => fault.fixedIn !== null);
    const text = faults.map(({ id, text }) => `${id}: ${text}`).join(" ");
    return wrong(
      what,
      text,
      fixedIn ? `upgrade to ${newest(faults)}` : "there is no version without all of them yet",
    );
  } catch (error) {
    return doubtful(
      what,
      `the list cannot be read (${wordsOf(error).slice(0, 80)})`,
      "put back deploy/known-faults.json",
    );
  }
}

function newest(faults: readonly { readonly fixedIn: string | null }[]): string {
  return (
    faults
      .flatMap(({ fixedIn }) => fixedIn ?? [])
      .sort((a, b) => a.localeCompare(b, "en", { numeric: true }))
      .at(-1) ?? VERSION
  );
}

function namesOf(some: readonly Instance[]): string {
  return some.map(({ host, pid }) => `${host} (process ${pid})`).join(", ");
}
