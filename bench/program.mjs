import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { root } from "../scripts/run.mjs";

const READY_MS_MAX = 60_000;
const NOT_INHERITED = /^(STRONGROOM_.*|DATABASE_URL|PORT|HOST|NODE_ENV|NODE_OPTIONS|NEXTAUTH_.*)$/;

/** Somebody made up, for instances that live as long as the script. */
export const ada = {
  name: "Ada Byron",
  email: "ada@example.com",
  password: "violet teapot harbour",
};

/** The environment of an instance of its own: its embedded database and its key lie in `dataDir`. */
export async function environmentFor(dataDir) {
  const kept = Object.entries(process.env).filter(([name]) => !NOT_INHERITED.test(name));
  const port = await freePort();
  return {
    ...Object.fromEntries(kept),
    NODE_ENV: "production",
    PORT: String(port),
    STRONGROOM_URL: `http://localhost:${port}`,
    STRONGROOM_DATA_DIR: dataDir,
    STRONGROOM_LOG_LEVEL: "warn",
  };
}

/** Starts the built program as `npm run up` does, and resolves when it is ready. Says how long that took. */
export async function startProgram(env) {
  const startedAt = performance.now();
  const child = spawn(process.execPath, ["scripts/up.mjs"], {
    cwd: root,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  const ready = new Promise((resolve, reject) => {
    const read = (chunk) => {
      output += chunk;
      if (output.includes("Strongroom is ready")) resolve();
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    child.once("exit", () => reject(new Error(`the program ended:\n${output}`)));
    setTimeout(() => reject(new Error(`the program did not get ready:\n${output}`)), READY_MS_MAX).unref();
  });
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill("SIGTERM");
    await once(child, "exit");
  };
  await ready.catch(async (error) => {
    await stop();
    throw error;
  });
  return { origin: env.STRONGROOM_URL, pid: child.pid, startMs: performance.now() - startedAt, stop };
}

/** Runs an operator's command on the instance and answers what it printed. */
export async function admin(env, args, input = "") {
  const child = spawn(process.execPath, ["dist/admin.mjs", ...args], { cwd: root, env, stdio: "pipe" });
  child.stdin.end(input);
  const exit = once(child, "exit");
  const [printed, errors] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const [code] = await exit;
  if (code !== 0) throw new Error(`${args.join(" ")} ended with ${code}: ${errors}${printed}`);
  return printed;
}

/** Signs in with address and password, as the sign-in page does. Returns the Cookie header to send from then on. */
export async function signIn(origin, { email, password }) {
  const asked = await fetch(`${origin}/api/auth/csrf`);
  const { csrfToken } = await asked.json();
  const answer = await fetch(`${origin}/api/auth/callback/credentials`, {
    method: "POST",
    redirect: "manual",
    headers: { origin, cookie: cookiesOf(asked) },
    body: new URLSearchParams({ csrfToken, email, password, json: "true" }),
  });
  const cookies = cookiesOf(answer);
  if (!cookies.includes("strongroom-session")) throw new Error(`signing in was answered ${answer.status}`);
  return cookies;
}

/** Resident memory of a process in MB; null where the system does not say. */
export function residentMegabytes(pid) {
  try {
    const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(join("/proc", String(pid), "status"), "utf8"));
    return Number(kilobytes?.[1]) / 1024;
  } catch {
    return null;
  }
}

/** A port that nothing listens on. */
export async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

function cookiesOf(response) {
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";", 1)[0])
    .join("; ");
}
