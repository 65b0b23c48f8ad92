import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { sessionCookie } from "@/lib/auth/session";
import { createPerson } from "@/lib/people/service";
import { setPolicy } from "@/lib/requests/policies/service";
import { findSecret } from "@/lib/secrets/service";
import { runSql } from "../server";
import { callAction, type Fields, outcomeOf, post } from "./action";
import { pageOf } from "./build";
import { filesBelow, type Location, newMarker, sightings } from "./canary";
import * as inputs from "./canary-inputs";
import { editFields, SCOPE, SECRETS_PATH, storeFields } from "./fixture";
import { type Answer, ask, wholeOf } from "./http";
import { type Instance, PASSWORD, startInstance } from "./instance";
import { PATH_MATRIX } from "./matrix-paths";
import { postForm } from "./no-script";
import { columnsOf, superuserAddress } from "./stored-locations";

/** Stands in every value and password. Must be nowhere. */
const marker = newMarker();
/** Stands in names, descriptions and addresses. Must be found wherever the other one is looked for. */
const control = newMarker();
const EMAIL = "canary@example.com";

const started = await startInstance({ database: "embedded", withPeople: false });
const { ctx, dataDir, port, origin } = started;
const answers: Location[] = [];

/** The same instance, with every answer kept. */
const instance: Instance = {
  ...started,
  ask: async (_visitor, question) => {
    const answer = await ask(port, question);
    const kind = answer.headers["content-type"]?.includes("x-component") ? "data" : "answer";
    const name = `${kind} ${answers.length + 1}: ${question.method ?? "GET"} ${question.path}`;
    answers.push({ name, bytes: Buffer.from(wholeOf(answer)) });
    return answer;
  },
};
afterAll(() => answers.splice(0));

let count = 0;
/** Another value or password with the marker in it. */
function canary(): string {
  count += 1;
  return `${count}-${marker}-${count}`;
}

const cookie = (token: string) => ({ cookie: `${sessionCookie(origin).name}=${token}` });
const owner = async () => cookie(await instance.signIn(EMAIL));

function call(
  action: string,
  path: string,
  fields: Fields,
  headers: Record<string, string> = {},
): Promise<Answer> {
  return callAction(instance, "nobody", { action, path, fields, headers });
}

describe("passwords go in", () => {
  it("at the set-up page, with each field wrong and then right, with and without scripts", async () => {
    await expect.poll(() => started.output()).toMatch(/token=[\w-]{43}/);
    const token = /token=([\w-]{43})/.exec(started.output())?.[1] ?? "";
    const path = `/setup?token=${token}`;
    const right = { token, name: `Name ${control}`, email: EMAIL, password: canary() };
    for (const fields of inputs.wrongSetUps(right, canary)) {
      expect(outcomeOf(await call("createFirstOwnerAction", path, fields)).kind).toBe("failed");
    }
    const page = await postForm(instance, {
      headers: {},
      path,
      control: "password",
      fields: { ...right, email: "x" },
    });
    expect(page.status).toBe(200);
    expect(page.text).toContain("plain email address");
    const made = await postForm(instance, { headers: {}, path, control: "password", fields: right });
    expect([made.status, made.headers.location]).toEqual([303, "/"]);
    answers.push({
      name: "cookie of the first session",
      bytes: Buffer.from(String(made.headers["set-cookie"])),
    });
  });

  it("at the sign-in page and through next-auth, wrong and right", async () => {
    const password = `1-${marker}-1`;
    const signIn = async (email: string, input: string) =>
      outcomeOf(await call("signInAction", "/sign-in", { email, password: input })).kind;
    expect(await signIn(EMAIL, canary())).toBe("failed");
    expect(await signIn("x", canary())).toBe("failed");
    expect(await signIn(EMAIL, password)).toBe("redirect");
    const fields = { email: EMAIL, password: canary() };
    const page = await postForm(instance, { headers: {}, path: "/sign-in", control: "password", fields });
    expect(page.text).toContain("Wrong email or password");
    const body = `email=${EMAIL}&password=${canary()}&csrfToken=x&json=true`;
    const headers = {
      origin,
      "content-type": "application/x-www-form-urlencoded",
      authorization: `Bearer ${canary()}`,
    };
    await instance.ask("nobody", { method: "POST", path: "/api/auth/callback/credentials", headers, body });
  });

  it("at the account page, wrong and right", async () => {
    const headers = await owner();
    const change = (currentPassword: string, newPassword: string) =>
      call("changePasswordAction", "/account", { currentPassword, newPassword }, headers);
    expect(outcomeOf(await change(canary(), canary())).kind).toBe("failed");
    expect(outcomeOf(await change(`1-${marker}-1`, "short")).kind).toBe("failed");
    const fields = { currentPassword: canary(), newPassword: canary() };
    await postForm(instance, { headers, path: "/account", control: "newPassword", fields });
    expect(outcomeOf(await change(`1-${marker}-1`, `2-${marker}-2`)).kind).toBe("done");
  });
});

describe("codes go in", () => {
  it("where a second factor is asked for, wrong", async () => {
    const headers = await owner();
    for (const [action, fields] of inputs.wrongCodes(canary)) {
      const answer = await call(action, pageOf(action), fields, headers);
      expect([action, outcomeOf(answer).kind]).toEqual([action, "failed"]);
    }
    const path = "/account/confirm";
    await postForm(instance, { headers, path, control: "password", fields: { password: canary() } });
  });
});

describe("values go in", () => {
  const right = () => ({
    ...storeFields({ name: `N_${control}`, value: canary() }),
    description: `About ${control}`,
  });

  it("when they are stored with each field wrong", async () => {
    const headers = await owner();
    for (const fields of inputs.wrongSecrets(right, canary)) {
      expect(outcomeOf(await call("storeSecretAction", SECRETS_PATH, fields, headers)).kind).toBe("failed");
    }
    const path = `${SECRETS_PATH}?dialog=store`;
    const fields = { ...right(), name: "1abc" };
    const page = await postForm(instance, { headers, path, control: "value", fields });
    expect(page.text).toContain("Start with a letter");
  });

  it("when a .env is imported, with errors and without, with and without scripts", async () => {
    const headers = await owner();
    const lines = (name: string) => `# ${canary()}\n${name}="${canary()}"\n${control}_2='${canary()}'`;
    const path = `${SECRETS_PATH}?dialog=import`;
    for (const fields of inputs.importsWithIssues(lines, canary)) {
      const { kind, state } = outcomeOf(await call("importSecretsAction", path, fields, headers));
      expect([kind, state.data]).toMatchObject(["done", { isDone: false }]);
    }
    for (const fields of inputs.wrongImports(lines, canary)) {
      expect(outcomeOf(await call("importSecretsAction", path, fields, headers)).kind).toBe("failed");
    }
    const fields = { ...SCOPE, step: "import", text: lines(`I_${control}`) };
    await postForm(instance, { headers, path, control: "text", fields });
    expect(outcomeOf(await call("importSecretsAction", path, fields, headers)).kind).toBe("done");
  });

  it("when they are stored, replaced, restored and deleted, with and without scripts", async () => {
    const headers = await owner();
    const stored = outcomeOf(await call("storeSecretAction", SECRETS_PATH, right(), headers));
    const { id } = stored.state.data as { id: string };
    const path = `${SECRETS_PATH}?dialog=edit&secret=${id}&rewithin=1`;
    const fresh = async () => {
      const { name, revision } = await findSecret(ctx, { ...SCOPE, secret: { id } });
      return { ...editFields({ id, name, revision: String(revision) }, `About ${control}`), value: canary() };
    };
    expect(outcomeOf(await call("editSecretAction", path, await fresh(), headers)).kind).toBe("done");
    const wrong = [
      { ...(await fresh()), revision: "1" },
      { ...(await fresh()), name: "a b" },
      { ...(await fresh()), secretId: "x" },
      { ...(await fresh()), value: new Blob([Buffer.from([0xc0]), canary()]) },
    ];
    for (const fields of wrong) {
      expect(outcomeOf(await call("editSecretAction", path, fields, headers)).kind).toBe("failed");
    }
    await postForm(instance, { headers, path, control: "revision", fields: await fresh() });
    const { revision } = await fresh();
    const restore = { ...SCOPE, secretId: id, revision, number: "1" };
    expect(outcomeOf(await call("restoreVersionAction", path, restore, headers)).kind).toBe("done");
    const other = right();
    const file = { ...other, name: `F_${control}`, value: new Blob([other.value]) };
    const stored2 = await call("storeSecretAction", SECRETS_PATH, file, headers);
    const { id: fileId, name } = outcomeOf(stored2).state.data as { id: string; name: string };
    const noScript = { headers, path: `${SECRETS_PATH}?dialog=store`, control: "value" };
    await postForm(instance, { ...noScript, fields: { ...right(), name: `P_${control}` } });
    const deletion = { ...SCOPE, secretId: fileId, confirmation: name };
    expect(outcomeOf(await call("deleteSecretAction", SECRETS_PATH, deletion, headers)).kind).toBe("done");
  });

  it("when a file is compared with an environment, with and without scripts", async () => {
    const headers = await owner();
    const path = "/projects/default/overview/compare";
    const secret = { ...right(), name: `V_${control}` };
    await call("storeSecretAction", SECRETS_PATH, secret, headers);
    const fields = {
      ...SCOPE,
      text: `V_${control}=${secret.value}\nNEW_${control}=${canary()}\nX="${canary()}`,
    };
    expect(outcomeOf(await call("compareWithTextAction", path, fields, headers)).kind).toBe("done");
    await postForm(instance, { headers, path, control: "text", fields });
    const wrong = { ...fields, environment: "nowhere" };
    expect(outcomeOf(await call("compareWithTextAction", path, wrong, headers)).kind).toBe("failed");
  });

  it("when several are copied, moved and deleted, with and without scripts", async () => {
    const headers = await owner();
    const path = "/projects/default/overview";
    const secret = { ...right(), name: `O_${control}` };
    const stored = outcomeOf(await call("storeSecretAction", SECRETS_PATH, secret, headers));
    const { id } = stored.state.data as { id: string };
    const preview = { project: "default", secret: id, kind: "copy", to: "staging", step: "preview" };
    const shown = outcomeOf(await call("changeSeveralAction", path, preview, headers));
    const { seen } = shown.state.data as { seen: string };
    const go = { ...preview, step: "go", seen };
    expect(outcomeOf(await call("changeSeveralAction", path, go, headers)).kind).toBe("done");
    await postForm(instance, { headers, path, control: "step", fields: { ...preview, kind: "delete" } });
    const wrong = { ...go, kind: "delete", confirmation: canary() };
    expect(outcomeOf(await call("changeSeveralAction", path, wrong, headers)).state.data).toMatchObject({
      isDone: false,
    });
    const unknown = { ...go, value: canary() };
    expect(outcomeOf(await call("changeSeveralAction", path, unknown, headers)).kind).toBe("failed");
  });

  it("where they wait for approval, and are carried out or withdrawn", async () => {
    const headers = await owner();
    const scope = { project: "default", environment: "development" };
    const policy = (approvals: number) => setPolicy(ctx, scope, { approvals, approvers: null });
    await policy(1);
    const requests: string[] = [];
    for (const name of [`H_${control}`, `J_${control}`]) {
      const path = "/projects/default/development/secrets";
      const fields = { ...right(), ...scope, name };
      const { kind, detail } = outcomeOf(await call("storeSecretAction", path, fields, headers));
      expect(kind).toBe("redirect");
      requests.push(detail.replace(/^\/requests\/|\?.*$/g, ""));
    }
    for (const [i, action] of ["applyAtOnceAction", "withdrawAction"].entries()) {
      const path = `/requests/${requests[i]}`;
      for (const query of ["?made", "?dialog=emergency", "?dialog=approve"])
        await instance.ask("nobody", { path: `${path}${query}`, headers });
      const wrong = { request: requests[i] ?? "", text: control.repeat(200) };
      expect(outcomeOf(await call("commentAction", path, wrong, headers)).kind).toBe("failed");
      const fields = { request: requests[i] ?? "", ...(i === 0 && { text: `Because ${control}` }) };
      expect(outcomeOf(await call(action, path, fields, headers)).kind).toBe("done");
      await instance.ask("nobody", { path, headers });
    }
    await policy(0);
  });

  it("where it is said how a secret is rotated, typed, with and without scripts", async () => {
    const headers = await owner();
    const secret = { ...right(), name: `W_${control}` };
    const stored = outcomeOf(await call("storeSecretAction", SECRETS_PATH, secret, headers));
    const { id, name } = stored.state.data as { id: string; name: string };
    const path = `${SECRETS_PATH}/${name}/rotation?dialog=rotation`;
    for (const fields of inputs.wrongPolicies(id, canary)) {
      expect(outcomeOf(await call("putPolicyAction", path, fields, headers)).kind).toBe("failed");
      await postForm(instance, { headers, path, control: "graceAmount", fields });
    }
    for (const trigger of ["person", "wrong"]) {
      const fields = { ...SCOPE, secretId: id, trigger, value: canary() };
      expect(outcomeOf(await call("startRotationAction", path, fields, headers)).kind).toBe("failed");
    }
  });

  it("where it is said where users are leased, typed, with and without scripts", async () => {
    const headers = await owner();
    const path = "/projects/default/leases?dialog=source";
    for (const fields of inputs.wrongSources(canary)) {
      expect(outcomeOf(await call("putLeaseSourceAction", path, fields, headers)).kind).toBe("failed");
      await postForm(instance, { headers, path, control: "leasesMax", fields });
    }
  });

  it("where an external manager is connected, typed, with and without scripts", async () => {
    const headers = await owner();
    const path = "/projects/default/credentials/managers?dialog=manager";
    for (const fields of inputs.wrongManagers(canary)) {
      expect(outcomeOf(await call("putManagerAction", path, fields, headers)).kind).toBe("failed");
      await postForm(instance, { headers, path, control: "cacheSeconds", fields });
    }
  });

  it("where a trigger is set up, typed, with and without scripts", async () => {
    const headers = await owner();
    const path = "/projects/default/credentials/triggers?dialog=trigger";
    for (const fields of inputs.wrongTriggers(canary)) {
      expect(outcomeOf(await call("putTriggerAction", path, fields, headers)).kind).toBe("failed");
      await postForm(instance, { headers, path, control: "scheme", fields });
    }
  });

  it("where an app is registered, typed, with and without scripts", async () => {
    const headers = await owner();
    const path = "/projects/default/credentials/connections?dialog=app";
    for (const fields of inputs.wrongApps(canary)) {
      expect(outcomeOf(await call("putConnectionAction", path, fields, headers)).kind).toBe("failed");
      await postForm(instance, { headers, path, control: "clientId", fields });
    }
  });

  it("where a private key is pasted in place of a public one, with and without scripts", async () => {
    const headers = await owner();
    const path = "/account?dialog=add-ssh-keys";
    for (const fields of inputs.wrongSshKeys(canary)) {
      expect(outcomeOf(await call("addSshKeysAction", path, fields, headers)).kind).toBe("failed");
      await postForm(instance, { headers, path, control: "publicKeys", fields });
    }
  });

  it("where it is said where notices go, typed, with and without scripts", async () => {
    const headers = await owner();
    const path = "/settings/notifications?dialog=webhook";
    for (const fields of inputs.wrongChannels(canary)) {
      expect(outcomeOf(await call("putChannelAction", path, fields, headers)).kind).toBe("failed");
      await postForm(instance, { headers, path, control: "secretDeleted", fields });
    }
    const wrong = { secretDeleted: canary(), [canary()]: "as a name" };
    expect(outcomeOf(await call("chooseNoticesAction", "/account", wrong, headers)).kind).toBe("failed");
    await postForm(instance, { headers, path: "/account", control: "secretDeleted", fields: wrong });
  });

  it("where a pool names its members, with and without scripts", async () => {
    const headers = await owner();
    const secret = { ...right(), name: `Q_${control}` };
    await call("storeSecretAction", SECRETS_PATH, secret, headers);
    const path = "/projects/default/pools?dialog=new&within=production";
    for (const fields of inputs.wrongPools(secret.name, canary)) {
      expect(outcomeOf(await call("putPoolAction", path, fields, headers)).kind).toBe("failed");
      await postForm(instance, { headers, path, control: "strategy", fields });
    }
  });

  it("where an endpoint of the allowlist refers to a secret, typed, with and without scripts", async () => {
    const headers = await owner();
    const path = "/projects/default/allowlist/new";
    for (const fields of inputs.typedKeys(canary)) {
      expect(outcomeOf(await call("createEndpointAction", path, fields, headers)).kind).toBe("failed");
      expect(outcomeOf(await call("previewEndpointAction", path, fields, headers)).kind).not.toBe("redirect");
      expect(outcomeOf(await call("checkCompatibilityAction", path, fields, headers)).kind).not.toBe(
        "redirect",
      );
      await postForm(instance, { headers, path, control: "url", fields });
    }
  });

  it("from those who may not, in bodies that are none, and while the database refuses", async () => {
    for (const role of ["super_admin", "auditor", "member"] as const) {
      await createPerson(ctx, { email: `${role}@example.com`, role, name: role, password: PASSWORD });
    }
    for (const role of ["auditor", "member"]) {
      const headers = cookie(await instance.signIn(`${role}@example.com`));
      await call("storeSecretAction", SECRETS_PATH, right(), headers);
    }
    await call("storeSecretAction", SECRETS_PATH, right());
    const headers = await owner();
    for (const [type, body] of inputs.brokenBodies(canary)) {
      await post(instance, "nobody", {
        action: "storeSecretAction",
        path: SECRETS_PATH,
        headers,
        body,
        type,
      });
    }
    const raising = "LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no room for %', NEW; END $$";
    await ctx.pool.query(`CREATE FUNCTION refuse() RETURNS trigger ${raising}`);
    for (const table of ["secrets", "secret_versions", "audit_events"]) {
      await ctx.pool.query(
        `CREATE TRIGGER refuse BEFORE INSERT ON ${table} FOR EACH ROW EXECUTE FUNCTION refuse()`,
      );
      const fields = { ...right(), name: `R_${control}` };
      expect(outcomeOf(await call("storeSecretAction", SECRETS_PATH, fields, headers)).kind).toBe("failed");
      await call("signInAction", "/sign-in", { email: EMAIL, password: canary() });
      await ctx.pool.query(`DROP TRIGGER refuse ON ${table}`);
    }
    await ctx.pool.query("DROP FUNCTION refuse");
  });
});

describe("and come out nowhere", () => {
  it("in no page, data route or dialog, for no role, as HTML or as data", async () => {
    const [secret] = await ctx.db.secret.findMany({ take: 1, orderBy: { id: "asc" } });
    const dialogs = ["store", "import", "edit", "delete", "changes"].map(
      (dialog) => `${SECRETS_PATH}?dialog=${dialog}&secret=${secret?.id}&rewithin=1`,
    );
    const paths = [...Object.values(PATH_MATRIX).flatMap((probes) => Object.keys(probes)), ...dialogs];
    const people = [EMAIL, "super_admin@example.com", "auditor@example.com", "member@example.com"];
    const visitors = [
      {},
      ...(await Promise.all(people.map(async (email) => cookie(await instance.signIn(email))))),
    ];
    const key = await ctx.db.apiKey.findFirst();
    for (const path of [...paths, `/nothing/${control}`]) {
      const ready = path.replace("{name}", secret?.name ?? "").replace("{key}", key?.id ?? "");
      // A page carries its data with it: alone, it is asked for once as well.
      const questions = [...visitors, { ...visitors[1], rsc: "1" }];
      await Promise.all(questions.map((headers) => instance.ask("nobody", { path: ready, headers })));
    }
    const sighted = sightings(answers, control);
    expect(sighted.length).toBeGreaterThan(20);
    expect(sighted.filter((sighting) => sighting.startsWith("data "))).not.toEqual([]);
    expect(sightings(answers, marker)).toEqual([]);
  }, 180_000);

  it("not in the log", async () => {
    const locations = [{ name: "log", bytes: Buffer.from(started.output()) }];
    expect(sightings(locations, control)).not.toEqual([]);
    expect(sightings(locations, marker)).toEqual([]);
  });

  it("in no column of any table, the audit log included", async () => {
    const locations = await columnsOf(ctx.pool);
    const seen = sightings(locations, control).map((sighting) => sighting.split(":")[0]);
    expect(seen).toEqual(
      expect.arrayContaining(["secrets.description", "audit_events.detail", "users.name"]),
    );
    expect(sightings(locations, marker)).toEqual([]);
  });

  it("in no file of the data directory, the database's own included, nor of the build", async () => {
    await runSql(superuserAddress(dataDir), "CHECKPOINT");
    const files = [...filesBelow(dataDir), ...filesBelow(".next"), ...filesBelow("dist")];
    expect(files.map((file) => file.name)).toContain(join(dataDir, "master.key"));
    expect(sightings(files, control).some((sighting) => sighting.includes("/base/"))).toBe(true);
    expect(sightings(files, marker)).toEqual([]);
  });

  it("and neither does the master key", async () => {
    const key = readFileSync(join(dataDir, "master.key"), "utf8").trim();
    const bytes = Buffer.from(key, "hex").toString("latin1");
    const forms = [key, key.toUpperCase(), bytes, Buffer.from(key, "hex").toString("base64").slice(0, 42)];
    const files = [...filesBelow(dataDir)].filter((file) => !file.name.endsWith("/master.key"));
    const log = { name: "log", bytes: Buffer.from(started.output()) };
    for (const scope of [...answers, ...(await columnsOf(ctx.pool)), ...files, log]) {
      expect(forms.filter((form) => scope.bytes.includes(form, 0, "latin1")).map(() => scope.name)).toEqual(
        [],
      );
    }
  });
});
