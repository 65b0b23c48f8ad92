import { randomUUID } from "node:crypto";
import type * as Sdk from "@aws-sdk/client-secrets-manager";
import type { Plaintext } from "@/lib/crypto/plaintext";
import { type Call, TIMEOUT_MS } from "../call";
import { isObject, parsed, textsIn } from "../json";
import type { Content, EntryContent, ManagerKind, Version } from "../kind";
import { isManagerError, ManagerError } from "../manager-error";
import type { AwsConfig } from "./schema";

const OWNER_TAG = "managed-by";
const PAGE_SIZE = 100;

/** AWS Secrets Manager. Its entries are texts; one that is a JSON object is taken for fields. */
export const awsManager: ManagerKind<AwsConfig> = {
  client: (call, config, credential) => {
    let opened: Promise<Opened> | null = null;
    const open = () => {
      opened ??= openSdk(call, config, credential).catch((error: unknown) => {
        opened = null;
        throw error;
      });
      return opened;
    };

    async function find(path: string, label = ""): Promise<Sdk.GetSecretValueResponse | null> {
      const { client, sdk } = await open();
      const which = label === "" ? {} : isVersionId(label) ? { VersionId: label } : { VersionStage: label };
      return orNull(client.send(new sdk.GetSecretValueCommand({ SecretId: path, ...which })));
    }

    async function metadata(path: string): Promise<Sdk.DescribeSecretResponse | null> {
      const { client, sdk } = await open();
      return orNull(client.send(new sdk.DescribeSecretCommand({ SecretId: path })));
    }

    async function put(path: string, SecretString: string): Promise<Version> {
      const { client, sdk } = await open();
      const input = { SecretId: path, SecretString, ClientRequestToken: randomUUID() };
      const { VersionId = "" } = await asked(client.send(new sdk.PutSecretValueCommand(input)));
      return { version: VersionId, at: null };
    }

    return {
      check: async () => {
        const { client, sdk } = await open();
        await asked(client.send(new sdk.ListSecretsCommand({ MaxResults: 1 })));
      },
      list: async (prefix, cursor) => {
        const { client, sdk } = await open();
        const input = {
          MaxResults: PAGE_SIZE,
          ...(prefix !== "" && { Filters: [{ Key: "name" as const, Values: [prefix] }] }),
          ...(cursor !== null && { NextToken: cursor }),
        };
        const { SecretList = [], NextToken } = await asked(client.send(new sdk.ListSecretsCommand(input)));
        // The filter also finds names that have the prefix at the beginning of a later word.
        const names = SecretList.flatMap(({ Name }) => (Name?.startsWith(prefix) ? [Name] : []));
        return { entries: names.map((path) => ({ path, isFolder: false })), next: NextToken ?? null };
      },
      read: async (path, label): Promise<EntryContent> => {
        const found = await find(path, label);
        if (!found) {
          const what = label === "" ? "" : `, or no version ${label}`;
          throw new ManagerError("notFound", `AWS has no secret ${path}${what}.`);
        }
        const { SecretString, VersionId = "", CreatedDate = null } = found;
        if (SecretString === undefined) throw new ManagerError("notText", `${path} holds bytes, no text.`);
        return { version: VersionId, at: CreatedDate, ...contentOf(SecretString) };
      },
      versions: async (path) => {
        const { client, sdk } = await open();
        const found: Version[] = [];
        for (let NextToken: string | undefined, isFirst = true; isFirst || NextToken; isFirst = false) {
          const input = { SecretId: path, MaxResults: PAGE_SIZE, ...(NextToken && { NextToken }) };
          const page = await orNull(client.send(new sdk.ListSecretVersionIdsCommand(input)));
          for (const { VersionId = "", CreatedDate = null } of page?.Versions ?? [])
            found.push({ version: VersionId, at: CreatedDate });
          NextToken = page?.NextToken;
        }
        return found.sort((a, b) => Number(b.at) - Number(a.at));
      },
      write: async (path, content, owner) => {
        const before = await find(path);
        if (before) return put(path, textOf(content, before.SecretString));
        if (await metadata(path)) return put(path, textOf(content, undefined));
        const { client, sdk } = await open();
        const Tags = [{ Key: OWNER_TAG, Value: owner }];
        const SecretString = textOf(content, undefined);
        const input = { Name: path, SecretString, Tags, ClientRequestToken: randomUUID() };
        const { VersionId = "" } = await asked(client.send(new sdk.CreateSecretCommand(input)));
        return { version: VersionId, at: null };
      },
      remove: async (path, fields) => {
        const { client, sdk } = await open();
        if (!fields) {
          const input = { SecretId: path, ForceDeleteWithoutRecovery: true };
          await orNull(client.send(new sdk.DeleteSecretCommand(input)));
          return;
        }
        const before = parsed((await find(path))?.SecretString ?? "");
        if (!isObject(before) || !fields.some((name) => Object.hasOwn(before, name))) return;
        const rest = Object.entries(before).filter(([name]) => !fields.includes(name));
        await put(path, JSON.stringify(Object.fromEntries(rest)));
      },
      owner: async (path) => {
        const found = await metadata(path);
        const tag = found?.Tags?.find(({ Key }) => Key === OWNER_TAG);
        return { exists: found !== null && !found.DeletedDate, owner: tag?.Value ?? null };
      },
    };
  },
};

interface Opened {
  readonly sdk: typeof Sdk;
  readonly client: Sdk.SecretsManagerClient;
}

/** The SDK with everything given that it would look for in the environment, in files or in the network. */
async function openSdk(call: Call, { region, endpoint }: AwsConfig, credential: Plaintext): Promise<Opened> {
  // It would tell operators which Node its next year's versions need.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
  const sdk = await import("@aws-sdk/client-secrets-manager");
  const client = new sdk.SecretsManagerClient({
    region,
    endpoint:
      endpoint ||
      `https://secretsmanager.${region}.${region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com"}`,
    credentials: accessKeyIn(credential),
    requestHandler: handlerOn(call),
    maxAttempts: 1,
    retryMode: "standard",
    defaultsMode: "standard",
    useDualstackEndpoint: false,
    useFipsEndpoint: false,
    authSchemePreference: ["aws.auth#sigv4"],
    userAgentAppId: async () => undefined,
    cacheMiddleware: true,
  });
  return { sdk, client };
}

/** Host and length are what the way out makes of the address and the body; the rest may be signed. */
const OURS = new Set(["host", "content-length", "user-agent", "connection"]);

interface SdkRequest {
  readonly method: string;
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** Has the SDK send what it signed through our way out. */
function handlerOn(call: Call) {
  return {
    handle: async ({ method, protocol, hostname, port, path, headers, body }: SdkRequest) => {
      const url = `${protocol}//${hostname}${port ? `:${port}` : ""}${path}`;
      const pairs = Object.entries(headers).filter(([name]) => !OURS.has(name.toLowerCase()));
      const answer = await call({ method, url, headers: pairs, body: bytesOf(body) });
      if (answer.status >= 300 && answer.status <= 399)
        throw new ManagerError(
          "unavailable",
          `${hostname} leads elsewhere (${answer.status}): give that address.`,
        );
      return {
        response: {
          statusCode: answer.status,
          headers: Object.fromEntries(answer.headers),
          body: answer.body,
        },
      };
    },
    updateHttpClientConfig: () => {},
    httpHandlerConfigs: () => ({ requestTimeout: TIMEOUT_MS }),
  };
}

/** The SDK's bytes can also be asked as a text, which it warns of. */
function bytesOf(body: unknown): Buffer | null {
  if (body instanceof Uint8Array) return Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  return typeof body === "string" ? Buffer.from(body) : null;
}

function accessKeyIn(credential: Plaintext) {
  const json = parsed(credential.reveal());
  const { accessKeyId, secretAccessKey, sessionToken } = isObject(json) ? json : {};
  if (typeof accessKeyId !== "string" || typeof secretAccessKey !== "string") {
    const shape = '{"accessKeyId": "…", "secretAccessKey": "…"}';
    throw new ManagerError("unauthenticated", `An access key of AWS has to be JSON: ${shape}.`);
  }
  return { accessKeyId, secretAccessKey, ...(typeof sessionToken === "string" && { sessionToken }) };
}

/** Stages are words, ids are long. */
function isVersionId(label: string): boolean {
  return /^[0-9A-Za-z-]{32,64}$/.test(label);
}

function contentOf(text: string): Pick<EntryContent, "content" | "notText"> {
  const json = parsed(text);
  return isObject(json) ? textsIn(json) : { content: text, notText: [] };
}

/** Fields go beside those that are there; a text takes the place of whatever was there. */
function textOf(content: Content, before: string | undefined): string {
  if (typeof content === "string") return content;
  const there = parsed(before ?? "{}");
  if (isObject(there)) return JSON.stringify({ ...there, ...content });
  throw new ManagerError("notText", "What lies there is a text alone, and has no fields.");
}

/** What AWS answers; null for what it does not have. */
async function orNull<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await asked(answer);
  } catch (error) {
    if (isManagerError(error) && error.reason === "notFound") return null;
    throw error;
  }
}

async function asked<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    throw managerError(error);
  }
}

const CODES: readonly (readonly [RegExp, ManagerError["reason"], string])[] = [
  [
    /^(UnrecognizedClient|InvalidClientTokenId|InvalidSignature|SignatureDoesNotMatch|ExpiredToken|IncompleteSignature|MissingAuthenticationToken|RequestExpired)/,
    "unauthenticated",
    "AWS does not take the access key",
  ],
  [/^(AccessDenied|NotAuthorized|OptInRequired)/, "forbidden", "AWS does not let the access key do this"],
  [/^(ResourceNotFound)/, "notFound", "AWS has no such secret or version"],
  [/^(DecryptionFailure|EncryptionFailure)/, "forbidden", "AWS could not use the key of KMS"],
  [/^(ResourceExists)/, "changed", "Somebody else wrote there at the same time"],
  [
    /^InvalidRequest/,
    "invalid",
    "AWS does not do this with the secret as it is: it may be marked for deletion",
  ],
  [/^(LimitExceeded|InvalidParameter|Validation)/, "invalid", "AWS takes this for a wrong request"],
  [/Throttl|TooManyRequests|RequestLimitExceeded|SlowDown/, "throttled", "AWS is asked too often"],
];

/** By the code alone: what AWS says beside it may name more than people are to see. */
function managerError(error: unknown): ManagerError {
  if (isManagerError(error)) return error;
  const { name = "", $metadata } = error as Partial<Sdk.SecretsManagerServiceException>;
  const status = $metadata?.httpStatusCode;
  const code = /^[A-Za-z]{3,60}$/.test(name) ? name : "";
  const known = CODES.find(([pattern]) => pattern.test(code));
  if (known) return new ManagerError(known[1], `${known[2]} (${code}).`);
  if (status === 429) return new ManagerError("throttled", "AWS is asked too often.");
  const said = [status, code].filter(Boolean).join(", ");
  return new ManagerError(
    "unavailable",
    `AWS answered something that cannot be used${said && ` (${said})`}.`,
  );
}
