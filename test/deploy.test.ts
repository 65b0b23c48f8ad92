import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import { readSettings, settingWarnings } from "@/lib/platform/settings";

const read = (file: string) => readFileSync(file, "utf8");
const dockerfile = read("Dockerfile");
const unit = read("deploy/systemd/strongroom.service");
const compose = { ...parse(read("compose.yaml")), postgres: parse(read("compose.postgres.yaml")) };
const manifests = parseAllDocuments(read("deploy/kubernetes/strongroom.yaml")).map((one) => one.toJS());
const { spec: pod } = manifests.find(({ kind }) => kind === "Deployment").spec.template;
const [container] = pod.containers;
/** The user of the image. */
const [, UID = ""] = /^USER (\d+):\d+$/m.exec(dockerfile) ?? [];

const hasSystemd = spawnSync("systemd-analyze", ["--version"]).status === 0;
if (!hasSystemd) process.stdout.write("skipped: the unit is looked at by systemd (needs systemd)\n");

it("every setting that a file for an installation names is one", () => {
  const files = ["Dockerfile", "compose.yaml", "compose.postgres.yaml", "deploy/kubernetes/strongroom.yaml"];
  const named = [...files.map(read), unit].flatMap((text) => text.match(/\bSTRONGROOM_[A-Z_]+/g) ?? []);
  const env = Object.fromEntries(
    named.filter((name) => name !== "STRONGROOM_VERSION").map((name) => [name, "x"]),
  );
  expect(Object.keys(env).length).toBeGreaterThan(3);
  expect(settingWarnings(env, readSettings({})).filter((line) => line.includes("is not a setting"))).toEqual(
    [],
  );
});

it("the image runs without root, without a shell around it, and without what built it", () => {
  const [, , final = ""] = dockerfile.split(/^FROM .*/m);
  expect(Number(UID)).toBeGreaterThan(1_000);
  expect(final).toContain(`useradd --uid ${UID} `);
  expect(final.lastIndexOf("\nUSER ")).toBeGreaterThan(final.lastIndexOf("\nRUN "));
  expect(final).toMatch(/^CMD \["node", "server\.mjs"\]$/m);
  expect(final).toMatch(/^HEALTHCHECK .*\\\n {2}CMD \["node", /m);
  expect(final).toMatch(/^STOPSIGNAL SIGTERM$/m);
  expect(final.match(/^COPY .*/gm)).toEqual(["COPY --from=build /program /app"]);
  expect(dockerfile).not.toMatch(/^(ARG|ENV) .*(KEY|PASSWORD|TOKEN|SECRET|DATABASE_URL)/m);
});

it("nothing that is secret or was built elsewhere gets into the image", () => {
  const ignored = read(".dockerignore").split("\n");
  for (const one of [".git", ".env*", "data", "**/node_modules", "**/dist", ".next", "release"])
    expect(ignored).toContain(one);
  for (const one of ["**/*.key", "**/master.key*"]) expect(ignored).toContain(one);
});

it("containers may write to their volumes alone, and gain no rights", () => {
  const { strongroom } = compose.services;
  expect(strongroom).toMatchObject({
    read_only: true,
    cap_drop: ["ALL"],
    security_opt: ["no-new-privileges:true"],
    volumes: ["data:/data"],
  });
  expect(strongroom.ports).toEqual([expect.stringMatching(/^127\.0\.0\.1:/)]);
  expect(pod).toMatchObject({
    automountServiceAccountToken: false,
    securityContext: {
      runAsNonRoot: true,
      runAsUser: Number(UID),
      runAsGroup: Number(UID),
      fsGroup: Number(UID),
      seccompProfile: { type: "RuntimeDefault" },
    },
  });
  expect(container.securityContext).toEqual({
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ["ALL"] },
  });
});

it("keys come from mounted secrets, and passwords are never in a file of ours", () => {
  const { strongroom } = compose.services;
  expect(strongroom.environment.STRONGROOM_MASTER_KEY_COMMAND).toBe("cat /run/secrets/master_key");
  expect(compose.secrets).toEqual({ master_key: { file: "./master.key" } });
  const { DATABASE_URL: url } = compose.postgres.services.strongroom.environment;
  expect(url).toMatch(/:\$\{POSTGRES_PASSWORD:\?is not set\}@/);
  const { mountPath, readOnly } = container.volumeMounts.find(
    ({ name }: { name: string }) => name === "keys",
  );
  const command = container.env.find(
    ({ name }: { name: string }) => name === "STRONGROOM_MASTER_KEY_COMMAND",
  );
  expect([command.value, readOnly]).toEqual([`cat ${mountPath}/master-key`, true]);
  const { stringData } = parse(read("deploy/kubernetes/secret.yaml"));
  expect(stringData).toEqual({ "master-key": "", "database-url": "" });
});

it("a pod that has lost its database gets no requests, and is not started anew for it", () => {
  expect(container.readinessProbe.httpGet.path).toBe("/api/health");
  expect(container.livenessProbe).toMatchObject({ tcpSocket: { port: "http" } });
});

it.runIf(hasSystemd)("systemd takes the unit, and finds it well locked in", () => {
  const { status, stdout, stderr } = spawnSync(
    "systemd-analyze",
    ["security", "--offline=true", "--threshold=20", "deploy/systemd/strongroom.service"],
    { encoding: "utf8" },
  );
  expect([status, status === 0 ? "" : stdout + stderr]).toEqual([0, ""]);
  // Node compiles while it runs.
  expect(unit).not.toMatch(/^MemoryDenyWriteExecute=(yes|true)/m);
});
