import { randomBytes } from "node:crypto";
import { encode, entriesOf, type Fields, outcomeOf } from "./action";
import { actionId } from "./build";
import { SCOPE, SECRETS_PATH, storeFields } from "./fixture";
import { ask } from "./http";

/** One write that the program said is done. */
export interface Acknowledged {
  readonly secretId: string;
  readonly version: number;
  readonly value: string;
}

interface Options {
  readonly port: number;
  readonly cookie: string;
  readonly onDone: (done: Acknowledged) => void;
}

/** The secret that a writer works on: only as long as every answer came, so that its revision is known. */
interface Current {
  readonly secretId: string;
  readonly name: string;
  revision: number;
}

const WRITERS = 6;

/** Stores secrets and replaces their values through the program's own actions until stopped, whatever breaks. */
export function startWriters(options: Options): { stop(): Promise<void> } {
  let isStopped = false;
  const run = async () => {
    for (let current: Current | null = null; !isStopped; ) {
      const isNew: boolean = current === null || Math.random() < 0.2;
      current = await (isNew || !current ? store(options) : replace(options, current)).catch(() => null);
      if (!current) await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  const running = Promise.all(Array.from({ length: WRITERS }, run));
  return {
    stop: async () => {
      isStopped = true;
      await running;
    },
  };
}

async function store({ port, cookie, onDone }: Options): Promise<Current | null> {
  const value = randomBytes(24).toString("base64");
  const name = `W_${randomBytes(8).toString("hex")}`;
  const { kind, state } = await call(port, cookie, "storeSecretAction", storeFields({ name, value }));
  if (kind !== "done") return null;
  const { id: secretId } = state.data as { id: string };
  onDone({ secretId, version: 1, value });
  return { secretId, name, revision: 1 };
}

async function replace({ port, cookie, onDone }: Options, current: Current): Promise<Current | null> {
  const { secretId, name, revision } = current;
  const value = randomBytes(24).toString("base64");
  const text = { name, description: "", category: "custom", audience: "all" };
  const fields = { ...SCOPE, ...text, secretId, revision: String(revision), value };
  const { kind, state } = await call(port, cookie, "editSecretAction", fields);
  if (kind !== "done") return null;
  const { added, secret } = state.data as { added: { version: number }; secret: { revision: number } };
  onDone({ secretId, version: added.version, value });
  return { ...current, revision: secret.revision };
}

async function call(port: number, cookie: string, action: string, fields: Fields) {
  const form = new FormData();
  for (const [name, value] of entriesOf(fields)) form.append(`_1_${name}`, value);
  form.append("0", '[{"status":"idle"},"$K1"]');
  const { body, type } = await encode(form);
  const origin = `http://127.0.0.1:${port}`;
  const headers = {
    cookie,
    origin,
    "content-type": type,
    "next-action": actionId(action),
    accept: "text/x-component",
  };
  return outcomeOf(await ask(port, { method: "POST", path: SECRETS_PATH, headers, body }));
}
