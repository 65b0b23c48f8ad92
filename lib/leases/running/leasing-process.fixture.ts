import { once } from "node:events";
import { authenticateKey } from "@/lib/api-keys/authentication/service";
import { openKeyUsage } from "@/lib/api-keys/usage/usage";
import { openAuditLog } from "@/lib/audit/log";
import { requestContext } from "@/lib/context";
import { type DatabaseAddress, openDatabase } from "@/lib/db/client";
import { openKeyring } from "@/lib/keys/keyring";
import { loadMasterKeys } from "@/lib/keys/source";
import { openEgress } from "@/lib/net/egress";
import { newId } from "@/lib/platform/ids";
import { openPoolUsage } from "@/lib/pools/usage/usage";
import { openSeals } from "@/lib/seals/seals";
import { createLease } from "./service";

interface Task {
  readonly address: DatabaseAddress;
  /** In hex. */
  readonly masterKey: string;
  readonly keyText: string;
  readonly scope: { readonly project: string; readonly environment: string };
  readonly source: string;
}

/** A process of its own for the tests, which leases a user and tells so, unless it is killed before. */
async function run({ address, masterKey, keyText, scope, source }: Task): Promise<void> {
  const { db, pool } = openDatabase(address, () => {});
  const now = () => new Date();
  const masterKeys = await loadMasterKeys({ STRONGROOM_MASTER_KEY: masterKey }, "/nonexistent", {
    databaseIsEmpty: false,
  });
  const keys = await openKeyring({ db, pool, masterKeys, now });
  const audit = openAuditLog({ pool, key: keys.derive("audit") });
  const services = {
    ...{ db, pool, keys, audit, now, mail: null, origin: "http://localhost", secretUsers: [] },
    seals: openSeals(keys.derive("rows"), () => {}),
    usage: openKeyUsage({ pool, log: console }),
    pools: openPoolUsage({ pool, log: console }),
    egress: openEgress(),
    singleSignOn: null,
    retention: { days: { read: null, signIn: null, refusal: null }, archiveDir: null },
    outlets: { streams: [], witnesses: [], witnessFile: null, onFailure: () => {} },
  };
  const request = { id: newId(), ip: null, userAgent: null };
  const { actor } = await authenticateKey({ ...services, request }, keyText);
  const { id } = await createLease(requestContext(services, { actor, request }), scope, { source });
  process.send?.(id);
}

const task = once(process, "message");
process.send?.("ready");
await run((await task)[0]);
