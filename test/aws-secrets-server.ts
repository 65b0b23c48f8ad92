import { createHash, createHmac, randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterwards } from "./afterwards";

interface AwsVersion {
  readonly id: string;
  readonly text: string | null;
  readonly binary: string | null;
  stages: readonly string[];
  readonly createdAt: number;
}

interface AwsSecret {
  readonly name: string;
  readonly arn: string;
  tags: readonly { readonly Key: string; readonly Value: string }[];
  deletedAt: number | null;
  changedAt: number;
  readonly versions: AwsVersion[];
}

type Input = Readonly<Record<string, unknown>>;

export interface AwsAsked {
  readonly action: string;
  readonly input: Input;
}

export interface AwsAnswered {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export interface AwsSecretsServer {
  readonly endpoint: string;
  /** As an entry of the Owner's list. */
  readonly host: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly secrets: Map<string, AwsSecret>;
  readonly asked: AwsAsked[];
  /** Puts a secret, as somebody else would: text, or bytes. */
  put(name: string, value: string | Buffer): void;
  /** Answers in the place of the server where it gives something. */
  instead: (asked: AwsAsked) => AwsAnswered | Promise<AwsAnswered | null> | null;
}

const REGION = "eu-central-1";
const SKEW_MS_MAX = 5 * 60_000;
const hex = (data: string | Buffer) => createHash("sha256").update(data).digest("hex");
const mac = (key: string | Buffer, data: string) => createHmac("sha256", key).update(data).digest();
const failed = (name: string, message = "", status = 400): AwsAnswered => ({
  status,
  body: { __type: name, Message: message },
});
const missing = () => failed("ResourceNotFoundException", "Secrets Manager can't find the specified secret.");
const ok = (body: unknown): AwsAnswered => ({ status: 200, body });

/** Secrets Manager of AWS in one region, after what the SDKs send to the real one. Every signature is checked. */
export async function startAwsSecrets(
  atEnd: (close: () => unknown) => void = afterwards,
): Promise<AwsSecretsServer> {
  const server: Omit<AwsSecretsServer, "endpoint" | "host"> = {
    region: REGION,
    accessKeyId: "AKIA0123456789ABCDEF",
    secretAccessKey: `${randomUUID()}/+kept`,
    secrets: new Map(),
    asked: [],
    instead: () => null,
    put: (name, value) => void put(name, value),
  };
  const http = createServer((req, res) => void serve(req, res));
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  atEnd(() => new Promise((resolve) => http.close(resolve).closeAllConnections()));
  const host = `127.0.0.1:${(http.address() as AddressInfo).port}`;
  return Object.assign(server, { host, endpoint: `http://${host}` });

  async function serve(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const body = await text(req);
    const action = String(req.headers["x-amz-target"]).replace(/^secretsmanager\./, "");
    const asked = { action, input: body === "" ? {} : (JSON.parse(body) as Input) };
    server.asked.push(asked);
    const {
      status,
      headers,
      body: answer,
    } = (await server.instead(asked)) ?? refused(req, body) ?? answered(asked);
    const id = { "Content-Type": "application/x-amz-json-1.1", "x-amzn-RequestId": randomUUID() };
    res.writeHead(status, { ...id, ...headers });
    res.end(typeof answer === "string" ? answer : JSON.stringify(answer ?? {}));
  }

  /** As Signature Version 4 has it, from the wire: whatever headers the client says that it signed. */
  function refused({ headers, method = "" }: IncomingMessage, body: string): AwsAnswered | null {
    const [, id, day = "", region = "", names = "", signature] =
      /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/secretsmanager\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(
        headers.authorization ?? "",
      ) ?? [];
    if (signature === undefined) return failed("MissingAuthenticationTokenException");
    if (id !== server.accessKeyId)
      return failed("UnrecognizedClientException", "The security token included in the request is invalid.");
    if (region !== REGION)
      return failed("InvalidSignatureException", "Credential should be scoped to a valid region.");
    const date = String(headers["x-amz-date"]);
    const at = Date.parse(date.replace(/^(....)(..)(..)T(..)(..)(..)Z$/, "$1-$2-$3T$4:$5:$6Z"));
    if (!(Math.abs(at - Date.now()) < SKEW_MS_MAX))
      return failed("InvalidSignatureException", "Signature expired");
    if (!names.split(";").includes("host")) return failed("InvalidSignatureException");
    const signed = names
      .split(";")
      .map((name) => `${name}:${String(headers[name]).trim().replace(/ +/g, " ")}\n`);
    const request = [method, "/", "", signed.join(""), names, hex(body)].join("\n");
    const scope = `${day}/${region}/secretsmanager/aws4_request`;
    const toSign = ["AWS4-HMAC-SHA256", date, scope, hex(request)].join("\n");
    const key = [day, region, "secretsmanager", "aws4_request"].reduce<string | Buffer>(
      mac,
      `AWS4${server.secretAccessKey}`,
    );
    return mac(key, toSign).toString("hex") === signature
      ? null
      : failed("InvalidSignatureException", "The request signature we calculated does not match.");
  }

  function answered({ action, input }: AwsAsked): AwsAnswered {
    if (action === "ListSecrets") return list(input);
    if (action === "CreateSecret") return create(input);
    const secret = found(String(input.SecretId));
    if (!secret) return missing();
    const { name: Name, arn: ARN } = secret;
    if (action === "DescribeSecret") return ok(described(secret));
    if (action === "RestoreSecret") {
      secret.deletedAt = null;
      return ok({ ARN, Name });
    }
    if (action === "DeleteSecret") {
      if (input.ForceDeleteWithoutRecovery === true) server.secrets.delete(Name);
      else secret.deletedAt = now();
      return ok({ ARN, Name, DeletionDate: now() });
    }
    if (secret.deletedAt !== null)
      return failed(
        "InvalidRequestException",
        "You can't perform this operation on the secret because it was marked for deletion.",
      );
    if (action === "GetSecretValue") return value(secret, input);
    if (action === "PutSecretValue") {
      const { id: VersionId, stages: VersionStages } = put(
        Name,
        String(input.SecretString),
        input.ClientRequestToken,
      );
      return ok({ ARN, Name, VersionId, VersionStages });
    }
    if (action === "ListSecretVersionIds") {
      const labelled = secret.versions.filter(
        ({ stages }) => stages.length > 0 || input.IncludeDeprecated === true,
      );
      const Versions = labelled.map(({ id, stages, createdAt }) => ({
        VersionId: id,
        VersionStages: stages,
        CreatedDate: createdAt,
      }));
      return ok({ ARN, Name, Versions });
    }
    if (action === "TagResource") {
      secret.tags = [...secret.tags, ...(input.Tags as AwsSecret["tags"])];
      return ok({});
    }
    return failed("UnknownOperationException");
  }

  function found(id: string): AwsSecret | undefined {
    return server.secrets.get(id) ?? [...server.secrets.values()].find(({ arn }) => arn === id);
  }

  function value({ arn: ARN, name: Name, versions }: AwsSecret, input: Input): AwsAnswered {
    const { VersionId, VersionStage = VersionId === undefined ? "AWSCURRENT" : undefined } = input;
    const version = versions.find(
      ({ id, stages }) =>
        (VersionId === undefined || id === VersionId) &&
        (VersionStage === undefined || stages.includes(String(VersionStage))),
    );
    if (!version)
      return failed(
        "ResourceNotFoundException",
        "Secrets Manager can't find the specified secret value for staging label.",
      );
    const content = version.text === null ? { SecretBinary: version.binary } : { SecretString: version.text };
    const { id, stages: VersionStages, createdAt: CreatedDate } = version;
    return ok({ ARN, Name, VersionId: id, ...content, VersionStages, CreatedDate });
  }

  function list({ MaxResults = 100, NextToken = "0", Filters = [] }: Input): AwsAnswered {
    const filters = Filters as readonly { readonly Key: string; readonly Values: readonly string[] }[];
    const names = filters.filter(({ Key }) => Key === "name").flatMap(({ Values }) => Values);
    // As AWS does, the filter finds any part of a name between slashes and the like that begins so.
    const fits = (name: string) =>
      names.length === 0 || names.some((prefix) => name.startsWith(prefix) || name.includes(`/${prefix}`));
    const all = [...server.secrets.values()].filter(
      ({ name, deletedAt }) => deletedAt === null && fits(name),
    );
    const from = Number(NextToken);
    const to = from + Math.min(Number(MaxResults), 100);
    const more = to < all.length ? { NextToken: String(to) } : {};
    return ok({ SecretList: all.slice(from, to).map(described), ...more });
  }

  function create(input: Input): AwsAnswered {
    const name = String(input.Name);
    const there = server.secrets.get(name);
    if (there?.deletedAt) {
      return failed(
        "InvalidRequestException",
        "You can't create this secret because a secret with this name is already scheduled for deletion.",
      );
    }
    if (there)
      return failed(
        "ResourceExistsException",
        `The operation failed because the secret ${name} already exists.`,
      );
    const { id: VersionId } = put(name, String(input.SecretString), input.ClientRequestToken);
    const secret = found(name);
    if (!secret) return missing();
    secret.tags = (input.Tags ?? []) as AwsSecret["tags"];
    return ok({ ARN: secret.arn, Name: name, VersionId });
  }

  function put(name: string, content: string | Buffer, token: unknown = randomUUID()): AwsVersion {
    const secret = server.secrets.get(name) ?? {
      ...{ name, arn: `arn:aws:secretsmanager:${REGION}:123456789012:secret:${name}-AbCdEf` },
      ...{ tags: [], deletedAt: null, changedAt: now(), versions: [] },
    };
    server.secrets.set(name, secret);
    secret.changedAt = now();
    for (const one of secret.versions) {
      const wasCurrent = one.stages.includes("AWSCURRENT");
      one.stages = wasCurrent ? ["AWSPREVIOUS"] : [];
    }
    const version = {
      id: String(token),
      text: typeof content === "string" ? content : null,
      binary: typeof content === "string" ? null : content.toString("base64"),
      stages: ["AWSCURRENT"],
      createdAt: now(),
    };
    secret.versions.push(version);
    return version;
  }
}

function described({ name: Name, arn: ARN, tags: Tags, versions, changedAt, deletedAt }: AwsSecret) {
  const stages = Object.fromEntries(versions.map(({ id, stages }) => [id, stages]));
  return {
    ...{ Name, ARN, Tags, LastChangedDate: changedAt, VersionIdsToStages: stages },
    ...{ SecretVersionsToStages: stages, ...(deletedAt !== null && { DeletedDate: deletedAt }) },
  };
}

function now(): number {
  return Date.now() / 1_000;
}
