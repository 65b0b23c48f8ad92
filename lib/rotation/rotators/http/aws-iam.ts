import type { Ctx } from "@/lib/context";
import type { Plaintext } from "@/lib/crypto/plaintext";
import { AppError } from "@/lib/platform/app-error";
import type { PresetOf } from "../../schema";
import { ask, fieldsIn, type Provider } from "./provider";
import { sigv4Headers } from "./sigv4";

const CONTENT_TYPE = "application/x-www-form-urlencoded; charset=utf-8";
const REGION = "us-east-1";
const IAM_VERSION = "2010-05-08";
const STS_VERSION = "2011-06-15";

/** Access keys of a user of AWS. A user has two at most, so one of them has to be free. */
export const awsIam: Provider<PresetOf<"aws-iam">> = {
  idOf: async (_call, _config, value) => keyIn(value).accessKeyId,
  create: async ({ ctx, authority }, { userName }) => {
    const answer = await iam(ctx, authority, { Action: "CreateAccessKey", UserName: userName });
    if (answer.includes("<Code>LimitExceeded</Code>")) throw new AppError("conflict", TWO_KEYS);
    if (answer.includes("<Error>")) throw refused(answer);
    const [accessKeyId, secretAccessKey] = [
      elementIn(answer, "AccessKeyId"),
      elementIn(answer, "SecretAccessKey"),
    ];
    return { id: accessKeyId, value: JSON.stringify({ accessKeyId, secretAccessKey }) };
  },
  test: async ({ ctx }, _config, value) => {
    const parameters = { Action: "GetCallerIdentity", Version: STS_VERSION };
    await query(ctx, value, { service: "sts", parameters, also: [] });
  },
  remove: async ({ ctx, authority }, { userName }, id) => {
    const parameters = { Action: "DeleteAccessKey", UserName: userName, AccessKeyId: id };
    const answer = await iam(ctx, authority, parameters, [404]);
    if (answer.includes("<Error>") && !answer.includes("<Code>NoSuchEntity</Code>")) throw refused(answer);
  },
};

const TWO_KEYS =
  "The user has two access keys already, which is all that AWS allows. Delete the one that is not in use, and try again.";

function iam(
  ctx: Ctx,
  authority: Plaintext,
  parameters: Record<string, string>,
  also: readonly number[] = [409],
): Promise<string> {
  return query(ctx, authority, {
    service: "iam",
    parameters: { ...parameters, Version: IAM_VERSION },
    also,
  });
}

/** Asks a query API of AWS, which answers XML. */
async function query(
  ctx: Ctx,
  key: Plaintext,
  input: {
    readonly service: "iam" | "sts";
    readonly parameters: Readonly<Record<string, string>>;
    readonly also: readonly number[];
  },
): Promise<string> {
  const { service, parameters, also } = input;
  const host = `${service}.amazonaws.com`;
  const body = new URLSearchParams(parameters).toString();
  const request = { method: "POST", host, path: "/", query: "", contentType: CONTENT_TYPE, body } as const;
  const signed = sigv4Headers({ ...keyIn(key), region: REGION, service }, request, ctx.now());
  const headers = [["Content-Type", CONTENT_TYPE] as const, ...signed];
  const answer = await ask(ctx, { method: "POST", url: `https://${host}/`, headers, body, also });
  return answer.body.toString("utf8");
}

function keyIn(value: Plaintext) {
  return fieldsIn(value, "An access key of AWS", "accessKeyId", "secretAccessKey");
}

/** The text of an element that stands there once. What a key is made of needs no escapes. */
function elementIn(xml: string, name: string): string {
  const [, text] = new RegExp(`<${name}>([^<>&]+)</${name}>`).exec(xml) ?? [];
  if (text === undefined) throw new AppError("badGateway", "AWS answered without an access key.");
  return text;
}

function refused(xml: string): AppError {
  return new AppError("badGateway", `AWS answered ${/<Code>([\w.]+)<\/Code>/.exec(xml)?.[1] ?? "an error"}.`);
}
