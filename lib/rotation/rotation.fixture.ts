import type { IncomingMessage, ServerResponse } from "node:http";
import { afterAll, beforeAll } from "vitest";
import { storedSecrets } from "@/lib/secrets/stored-secrets.fixture";
import { listen } from "@/test/listener";
import { sealing } from "@/test/seals";
import { startDue } from "./due/service";
import { findRotationOf, putPolicy } from "./policy/service";
import { runDue } from "./running/runner";
import { startRotation } from "./running/service";
import { newRotationPolicy } from "./schema";

/** What the service of a webhook was asked. */
export interface ServiceCall {
  readonly type: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export type ServiceAnswer = (call: ServiceCall, response: ServerResponse) => unknown;

export const SIGNING_KEY = "whsec_c2lnbmluZy1rZXktb2YtdGhlLXNlcnZpY2U=";

/** A context in which secrets are rotated, and a service that does as it is told. Call it at the top of the file. */
export async function testRotation() {
  const context = await storedSecrets();
  const { ctx, scope, as, clock, database, stored } = context;
  // However late it gets, they proved who they are just now.
  const person = await context.asRole("owner");
  const owner = as(Object.defineProperty({ ...person }, "confirmedAt", { get: clock.now }));
  const job = as({ kind: "job", name: "rotations.run" });
  const calls: ServiceCall[] = [];
  const service = { answer: ((_, response) => response.end()) as ServiceAnswer, url: "", host: "" };
  beforeAll(async () => {
    const { host } = await listen(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      const body = Buffer.concat(chunks).toString();
      const { type, data } = JSON.parse(body);
      const call = { type, data, body, headers: request.headers };
      calls.push(call);
      service.answer(call, response);
    }, afterAll);
    service.url = `http://${host}/rotate`;
    service.host = host;
    const allowedPrivateHosts = [host];
    await sealing(ctx, "organisations", ctx.db.organisation.updateMany({ data: { allowedPrivateHosts } }));
    await stored("SIGNING_KEY", SIGNING_KEY);
  });
  const target = (name: string) => ({ ...scope, secret: { name } });
  const put = (name: string, input: object) => putPolicy(owner, target(name), newRotationPolicy.parse(input));
  const rotated = async (name: string, input: object = { rotator: { kind: "random" } }) => {
    const secret = await stored(name);
    await put(name, input);
    return secret;
  };
  const byWebhook = (name: string, more: object = {}) =>
    rotated(name, { rotator: { kind: "webhook", url: service.url }, credential: "SIGNING_KEY", ...more });
  const start = (name: string, trigger: "person" | "emergency" = "person") =>
    startRotation(owner, target(name), { trigger });
  const now = async (name: string) => {
    const { last } = (await findRotationOf(owner, target(name))) ?? {};
    if (!last) throw new Error(`${name} was never rotated`);
    return last;
  };
  return {
    ...{ ...context, owner, job, calls, service, target, put, rotated, byWebhook, start, now },
    /** Works at what is due. */
    run: () => runDue(job),
    startDue: () => startDue(job),
    later: (seconds: number) => clock.advanceSeconds(seconds),
    pending: (secretId: string) => database.db.pendingVersion.count({ where: { secretId } }),
  };
}
