import { Writable } from "node:stream";
import { expect, it } from "vitest";
import { beginActivity, within } from "./activity";
import { openLog } from "./log";

/** What the log writes about one event. */
function written(write: (log: ReturnType<typeof openLog>) => void): string {
  let text = "";
  const sink = new Writable({
    write(chunk, _encoding, done) {
      text += chunk;
      done();
    },
  });
  write(openLog({ logLevel: "info" }, sink));
  return text;
}

const CANARY = "canary-4f1e";

it("cuts out what is called a value, password, cookie, authorization or token", () => {
  const headers = { cookie: CANARY, authorization: CANARY };
  const event = {
    value: CANARY,
    password: CANARY,
    headers,
    input: { value: CANARY, password: CANARY, token: CANARY },
  };
  expect(written((log) => log.info(event, "something"))).not.toContain(CANARY);
});

it("keeps the last line of Prisma's messages, which quote arguments above it", () => {
  const error = new Error(`Invalid call:\n{ data: { passwordHash: "${CANARY}" } }\n\nArgument is missing.`);
  error.name = "PrismaClientValidationError";
  const text = written((log) => log.error({ err: error }, "request failed"));
  expect(text).toContain("Argument is missing.");
  expect(text).not.toContain(CANARY);
});

it("leaves out the rows that drivers hang on their errors", () => {
  const error = Object.assign(new Error("duplicate key"), {
    code: "23505",
    detail: `Key (x)=(${CANARY}) exists.`,
  });
  const text = written((log) => log.error({ err: new Error("outer", { cause: error }) }, "request failed"));
  expect(text).toContain("23505");
  expect(text).not.toContain(CANARY);
});

it("writes each event as one line, whatever is in it", () => {
  const text = written((log) => log.info({ path: "/a\n\u001b[2J" }, "one\ntwo"));
  expect(text.trimEnd().split("\n")).toHaveLength(1);
  expect(text).not.toContain("\u001b");
});

it("each line that a request is the reason of has its id, whoever writes it and however much later", async () => {
  const lines: string[] = [];
  const log = openLog({ logLevel: "info" }, { write: (line) => void lines.push(line) });
  const activity = beginActivity({ kind: "request", name: "page", requestId: "id-of-the-request" });
  await within(activity, async () => {
    log.warn("at once");
    await new Promise((resolve) => setTimeout(resolve, 1));
    log.child({ part: "x" }).warn({ requestId: "said by hand" }, "later");
  });
  log.warn("outside");
  expect(lines.map((line) => JSON.parse(line).requestId)).toEqual([
    "id-of-the-request",
    "said by hand",
    undefined,
  ]);
});
