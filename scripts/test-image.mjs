import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { otherNode } from "./other-node.mjs";
import { main, must, root, run, step } from "./run.mjs";

const CACHE = join(root, "node_modules", ".cache", "image");
const DEBIAN = join(CACHE, "debian");
const STORE = ["--root", join(CACHE, "store"), "--runroot", join(CACHE, "run")];
const PORT = "3917";
const API = `http://127.0.0.1:${PORT}/api`;

/** Runs a command in the image as a container does: a read-only file system but for /data and /tmp, its user, no rights. */
const CONFINED = `
mount --bind "$1" "$1" && mount -o remount,bind,ro "$1"
mount --rbind /dev "$1/dev" && mount -t proc proc "$1/proc"
mount -t tmpfs -o size=64m,mode=1777 tmpfs "$1/tmp" && mount --bind "$2" "$1/data"
image=$1 user=$3; shift 3
exec chroot "$image" setpriv --reuid="\${user%:*}" --regid="\${user#*:}" --clear-groups --bounding-set=-all --no-new-privs \
  env -i --chdir=/app "$@"`;

/** Builds the image on a minimal Debian, without Docker, and tries it. Takes root, and a few minutes. */
async function testImage() {
  for (const program of ["buildah", "debootstrap"]) {
    const { code } = await run("which", [program], { quiet: true });
    if (code !== 0 || process.getuid?.() !== 0)
      throw new Error(
        `skipped: the image is built and tried by root, with ${program} (apt-get install ${program})`,
      );
  }
  if (!existsSync(join(DEBIAN, "usr/local/bin/node"))) await makeBase();
  await step("Building the image", () =>
    buildah(
      "build",
      "--isolation=chroot",
      "--format=docker",
      "--build-arg=BUILD_BASE=localhost/base",
      "--build-arg=BASE=localhost/base",
      "--tag=strongroom",
      root,
    ),
  );
  const container = (await buildah("from", "strongroom")).trim();
  const volume = join(CACHE, "data");
  rmSync(volume, { recursive: true, force: true });
  try {
    const image = (await buildah("mount", container)).trim();
    cpSync(join(image, "data"), volume, { recursive: true });
    const { config } = JSON.parse(await buildah("inspect", "--type=image", "strongroom")).Docker;
    const [uid, gid] = config.User.split(":");
    await must("chown", "chown", [`${uid}:${gid}`, volume]);
    await must("chmod", "chmod", ["700", volume]);
    const confined = (...command) => [
      "--mount",
      "sh",
      "-ec",
      CONFINED,
      "sh",
      image,
      volume,
      config.User,
      ...config.Env,
      `PORT=${PORT}`,
      ...command,
    ];
    await tryOut(config, confined);
    for (const part of [image, join(image, "app")])
      process.stdout.write(await must("du", "du", ["-sh", part]));
  } finally {
    await buildah("rm", container);
  }
}

async function makeBase() {
  rmSync(DEBIAN, { recursive: true, force: true });
  mkdirSync(CACHE, { recursive: true });
  const node = await otherNode("24");
  await step("Making a minimal Debian", () =>
    must("debootstrap", "debootstrap", ["--variant=minbase", "bookworm", DEBIAN]),
  );
  for (const cache of ["var/cache/apt", "var/lib/apt/lists"])
    rmSync(join(DEBIAN, cache), { recursive: true });
  const npm = (await must("npm root", "npm", ["root", "--global"])).trim();
  cpSync(join(npm, "npm"), join(DEBIAN, "usr/local/lib/node_modules/npm"), {
    recursive: true,
    verbatimSymlinks: true,
  });
  symlinkSync("../lib/node_modules/npm/bin/npm-cli.js", join(DEBIAN, "usr/local/bin/npm"));
  // Where this machine trusts others than Node does, npm in the image has to as well.
  const trusted = process.env.NODE_EXTRA_CA_CERTS;
  if (trusted) cpSync(trusted, join(DEBIAN, "etc/authorities.pem"));
  const file = join(CACHE, "base");
  writeFileSync(
    file,
    `FROM scratch\nCOPY . /\nENV PATH=/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin\n${trusted ? "ENV NODE_EXTRA_CA_CERTS=/etc/authorities.pem\n" : ""}`,
  );
  cpSync(node, join(DEBIAN, "usr/local/bin/node"));
  await step("Packing it", () =>
    buildah("build", "--isolation=chroot", "--tag=base", `--file=${file}`, DEBIAN),
  );
}

async function tryOut({ Cmd: command, Healthcheck: { Test: health } }, confined) {
  const inside = (...args) => run("unshare", confined(...args), { quiet: true });
  let key = "";
  for (const start of ["first", "second"]) {
    const startedAt = performance.now();
    const child = spawn("unshare", confined(...command), { stdio: ["ignore", "inherit", "inherit"] });
    const exit = once(child, "exit");
    try {
      while (!(await fetch(`${API}/health`).catch(() => null))?.ok) {
        if (child.exitCode !== null) throw new Error("the image does not start");
        await sleep(100);
      }
      process.stdout.write(
        `The ${start} start was healthy after ${Math.round(performance.now() - startedAt)} ms\n`,
      );
      if (start === "first") {
        expect("its own files are not writable", (await inside("touch", "/app/x")).code !== 0);
        expect("/tmp is writable", (await inside("touch", "/tmp/x")).code === 0);
        expect("the health check passes", (await inside(...health.slice(1))).code === 0);
        const scope = ["--project", "default", "--environment", "production"];
        const permissions = ["--permission", "secrets:read", "--permission", "secrets:write"];
        const made = await inside(
          "node",
          "dist/admin.mjs",
          "api-key",
          "create",
          "--name",
          "test",
          ...scope,
          ...permissions,
        );
        key = /sr_live_\S+/.exec(made.output)?.[0] ?? "";
        expect(
          "a secret is stored",
          (await call(key, "/v1/secrets", { name: "A", value: "sw0rdfish" })).status === 201,
        );
      }
      const { value } = await (await call(key, "/v1/secrets/A/reveal", {})).json();
      expect("the secret is read", value === "sw0rdfish");
    } finally {
      child.kill("SIGTERM");
      await exit;
    }
    expect("it stops in order", child.exitCode === 0);
  }
}

function call(key, path, body) {
  const headers = { Authorization: `Bearer ${key}`, "Content-Type": "application/json" };
  return fetch(`${API}${path}`, { method: "POST", headers, body: JSON.stringify(body) });
}

function expect(what, holds) {
  if (!holds) throw new Error(`not so: ${what}`);
  process.stdout.write(`${what}\n`);
}

function buildah(...args) {
  return must(`buildah ${args[0]}`, "buildah", [args[0], ...STORE, ...args.slice(1)]);
}

main(testImage);
