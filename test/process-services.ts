import { openKeyUsage } from "@/lib/api-keys/usage/usage";
import { openAuditLog } from "@/lib/audit/log";
import type { Services } from "@/lib/context";
import { type DatabaseAddress, openDatabase } from "@/lib/db/client";
import { openKeyring } from "@/lib/keys/keyring";
import { loadMasterKeys } from "@/lib/keys/source";
import { freshenSources } from "@/lib/managers/references/freshen";
import { openEgress } from "@/lib/net/egress";
import { openPoolUsage } from "@/lib/pools/usage/usage";
import { holdChange } from "@/lib/requests/holding/service";
import { holdWrites } from "@/lib/requests/secrets/service";
import { openSeals } from "@/lib/seals/seals";

/** What a process of its own is told, to work on the database of a test. */
export interface ProcessTask {
  readonly address: DatabaseAddress;
  /** In hex. */
  readonly masterKey: string;
}

/** The services of a process of its own, as the program opens them, less what it does not need. */
export async function processServices({ address, masterKey }: ProcessTask): Promise<Services> {
  const { db, pool } = openDatabase(address, () => {});
  const now = () => new Date();
  const masterKeys = await loadMasterKeys({ STRONGROOM_MASTER_KEY: masterKey }, "/nonexistent", {
    databaseIsEmpty: false,
  });
  const keys = await openKeyring({ db, pool, masterKeys, now });
  const audit = openAuditLog({ pool, key: keys.derive("audit") });
  return {
    ...{ db, pool, keys, audit, now, mail: null, origin: "http://localhost", secretUsers: [] },
    freshen: freshenSources,
    hold: { secrets: holdWrites, other: holdChange },
    seals: openSeals(keys.derive("rows"), () => {}),
    usage: openKeyUsage({ pool, log: console }),
    pools: openPoolUsage({ pool, log: console }),
    egress: openEgress(),
    singleSignOn: null,
    retention: { days: { read: null, signIn: null, refusal: null }, archiveDir: null },
    projectKeyDays: null,
    backups: { settings: null, checks: () => Promise.reject(new Error("none")), onFailure: () => {} },
    outlets: { streams: [], witnesses: [], witnessFile: null, onFailure: () => {} },
  };
}
