import { execFile, execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmod, chown, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { childEnvironment } from "@/lib/db/embedded/child";
import { afterwards } from "./afterwards";
import type { Credentials } from "./certificates";
import { freePort } from "./free-port";
import { scratchDir } from "./scratch";

const ENV = childEnvironment();

/** Whether MariaDB is installed here. */
export const hasMariadb = ["mariadbd", "mariadb-install-db", "mariadb"].every(
  (name) => spawnSync(name, ["--version"], { env: ENV }).status === 0,
);

/** A MariaDB of somebody else: over TCP, with TLS, which logs every statement. */
export interface MariadbServer {
  readonly port: number;
  /** Runs statements as its root; gives the lines of their answers. */
  sql(...statements: readonly string[]): string;
  /** The statements that run at this moment, as it shows them. */
  statements(): Promise<string>;
  /** Everything that it logged so far. */
  log(): Promise<string>;
}

/** Starts one that ends with the test, or with the file at whose top this is called. */
export async function startMariadb(credentials: Credentials, ca: string): Promise<MariadbServer> {
  const folder = await scratchDir();
  const at = (name: string) => join(folder, name);
  const isRoot = process.getuid?.() === 0;
  const owner = isRoot ? Number(execFileSync("id", ["-u", "mysql"])) : process.getuid?.();
  const group = isRoot ? Number(execFileSync("id", ["-g", "mysql"])) : process.getgid?.();
  const user = isRoot ? ["--user=mysql"] : [];
  await mkdir(at("data"));
  for (const [name, text] of [
    ["crt", credentials.cert],
    ["key", credentials.key],
    ["ca", ca],
  ] as const)
    await writeFile(at(name), text, { mode: 0o644 });
  for (const path of [folder, at("data")]) await chown(path, owner ?? 0, group ?? 0);
  await chmod(folder, 0o711);
  const install = [
    "--no-defaults",
    `--datadir=${at("data")}`,
    "--auth-root-authentication-method=normal",
    ...user,
  ];
  execFileSync("mariadb-install-db", [...install, "--skip-test-db"], { env: ENV, stdio: "ignore" });
  const port = await freePort();
  const settings = [
    ...["--no-defaults", `--datadir=${at("data")}`, ...user, "--bind-address=127.0.0.1", `--port=${port}`],
    ...[
      `--socket=${at("socket")}`,
      `--pid-file=${at("data/pid")}`,
      "--max-connections=200",
      "--skip-name-resolve",
    ],
    ...[`--ssl-cert=${at("crt")}`, `--ssl-key=${at("key")}`, `--ssl-ca=${at("ca")}`],
    ...["--general-log=1", `--general-log-file=${at("data/general.log")}`, "--plugin-load-add=auth_ed25519"],
    ...["--innodb-flush-log-at-trx-commit=0", "--innodb-buffer-pool-size=16M"],
  ];
  const child = spawn("mariadbd", settings, { env: ENV, stdio: "ignore" });
  afterwards(async () => {
    child.kill("SIGTERM");
    if (child.exitCode === null) await once(child, "exit");
  });
  const sql = (...statements: readonly string[]) =>
    execFileSync(
      "mariadb",
      ["--no-defaults", `--socket=${at("socket")}`, "-uroot", "-BN", "--default-character-set=utf8mb4"],
      {
        env: ENV,
        input: statements.map((statement) => `${statement};\n`).join(""),
        stdio: ["pipe", "pipe", "ignore"],
      },
    ).toString();
  const statements = async () => {
    const args = [
      "--no-defaults",
      `--socket=${at("socket")}`,
      "-uroot",
      "-BN",
      "-e",
      "SHOW FULL PROCESSLIST",
    ];
    return (await promisify(execFile)("mariadb", args, { env: ENV })).stdout;
  };
  for (let tries = 0; ; tries += 1) {
    try {
      sql("SELECT 1");
      break;
    } catch (error) {
      if (tries > 150 || child.exitCode !== null) throw error;
      await sleep(200);
    }
  }
  return { port, sql, statements, log: () => readFile(at("data/general.log"), "utf8") };
}
