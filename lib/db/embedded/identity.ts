import { readFile, stat } from "node:fs/promises";
import { userInfo } from "node:os";
import type { Binaries } from "./binaries";
import { type Outcome, runChild } from "./child";

/** As whom PostgreSQL runs. It refuses to run as root, also where only root can reach its files. */
export interface Identity {
  /** What to put before a command so that it runs as this identity. */
  readonly prefix: readonly string[];
  /** Who owns PostgreSQL's files. */
  readonly uid: number;
  readonly gid: number;
}

interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/** System users to become, the best first. */
const SYSTEM_USERS = ["strongroom", "postgres", "nobody"];

/**
 * Chooses the first identity that can run PostgreSQL in `dataDir`. An ordinary user stays who they are. Root becomes
 * another user in a namespace of its own, where files keep their owner; where namespaces are forbidden, a system user
 * that may still pass through folders only root can enter. Whoever owns `clusterDir` already stays its owner, unless it
 * is root. Throws an Error with one line to act on when nothing works.
 */
export async function chooseIdentity(
  binaries: Binaries,
  dataDir: string,
  clusterDir: string,
): Promise<Identity> {
  const failures: Outcome[] = [];
  for (const identity of await candidates(clusterDir)) {
    const outcome = await tryOut(identity, binaries, dataDir);
    if (outcome.code === 0) return identity;
    failures.push(outcome);
  }
  throw new Error(explain(failures));
}

async function candidates(clusterDir: string): Promise<Identity[]> {
  const self = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
  const accounts = await readAccounts();
  if (self.uid !== 0) return hasName() ? [{ prefix: [], ...self }] : namespaced(accounts, self);
  const owner = await stat(clusterDir).catch(() => null);
  if (owner && owner.uid !== 0) return asUser(owner);
  return [...namespaced(accounts, self), ...accounts.slice(0, 1).flatMap(asUser)];
}

/** PostgreSQL asks for the name of its user, and a container may run under a number that has none. */
function hasName(): boolean {
  try {
    return userInfo().username !== "";
  } catch {
    return false;
  }
}

/** In the namespace the process is a user that is not root; outside of it nothing changes, files included. */
function namespaced(accounts: readonly Account[], self: { uid: number; gid: number }): Identity[] {
  return accounts
    .slice(0, 1)
    .map((account) => ({ prefix: ["unshare", "--user", `--map-user=${account.uid}`, "--"], ...self }));
}

function asUser({ uid, gid }: { uid: number; gid: number }): Identity[] {
  const become = ["setpriv", `--reuid=${uid}`, `--regid=${gid}`, "--clear-groups"];
  // The capability lets it read below a folder that only root may enter. Containers tend to have the second one only.
  const passing = ["dac_read_search", "dac_override"].map((capability) => [
    ...become,
    "--securebits=+no_setuid_fixup",
    `--inh-caps=-all,+${capability}`,
    `--ambient-caps=+${capability}`,
    "--",
  ]);
  return [...passing, [...become, "--inh-caps=-all", "--"]].map((prefix) => ({ prefix, uid, gid }));
}

async function readAccounts(): Promise<Account[]> {
  const passwd = await readFile("/etc/passwd", "utf8").catch(() => "");
  const all = passwd.split("\n").map((line) => {
    const [name = "", , uid = "", gid = ""] = line.split(":");
    return { name, uid: Number.parseInt(uid, 10), gid: Number.parseInt(gid, 10) };
  });
  return SYSTEM_USERS.flatMap((name) => all.filter((account) => account.name === name && account.uid > 0));
}

function tryOut(identity: Identity, binaries: Binaries, dataDir: string): Promise<Outcome> {
  const script = 'cd "$1" && exec "$2" --version';
  return runChild([...identity.prefix, "/bin/sh", "-c", script, "sh", dataDir, binaries.postgres]);
}

function explain(failures: readonly Outcome[]): string {
  const output =
    failures.map((failure) => failure.output.trim()).find((text) => text !== "") ?? "no reason given";
  const reason = output.split("\n").at(-1);
  if (process.getuid?.() !== 0) {
    return `PostgreSQL's programs do not run here (${reason}): run npm rebuild, or set DATABASE_URL`;
  }
  return `PostgreSQL refuses to run as root, and root may become no other user here (${reason}): run Strongroom as an ordinary user, or set DATABASE_URL`;
}
