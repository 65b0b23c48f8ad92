import type { IncomingMessage } from "node:http";

/** What a provider's stand-in answers: a status, and JSON or text. */
export interface StandInAnswer {
  readonly status: number;
  readonly json?: unknown;
  readonly text?: string;
}

export interface StandInRequest {
  readonly method: string;
  readonly host: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

/** A provider as its documentation describes it: what it knows of keys, and how it answers. */
export interface StandIn {
  /** The ids of the keys that work, the oldest first. */
  ids(): readonly string[];
  /** A value to begin with, and the one that manages keys. */
  readonly first: string;
  readonly admin: string;
  readonly config: object;
  /** The phase that a request belongs to. */
  phaseOf(request: StandInRequest): "prepare" | "test" | "remove";
  answer(request: StandInRequest): StandInAnswer;
}

interface Key {
  readonly id: string;
  readonly secret: string;
  readonly name: string;
}

function keys(...first: Key[]) {
  const all = [...first];
  let made = 0;
  return {
    all,
    make: (prefix: string, name: string): Key => {
      made += 1;
      const key = { id: `${prefix}${made}`, secret: `secret-of-${prefix}-${made}-zq7vw3`, name };
      all.push(key);
      return key;
    },
    remove: (id: string): boolean => {
      const at = all.findIndex((key) => key.id === id);
      if (at < 0) return false;
      all.splice(at, 1);
      return true;
    },
    ids: () => all.map(({ id }) => id),
  };
}

const unauthorized: StandInAnswer = {
  status: 401,
  json: { errors: [{ message: "authorization required" }] },
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateAccessKey.html and its neighbours. */
export function awsStandIn(): StandIn {
  const store = keys({ id: "AKIAFIRST", secret: "first-secret-of-aws-zq7vw3", name: "deploy" });
  const admin = { id: "AKIAADMIN", secret: "admin-secret-of-aws-zq7vw3" };
  const error = (status: number, code: string): StandInAnswer => ({
    status,
    text: `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>No.</Message></Error></ErrorResponse>`,
  });
  return {
    ids: store.ids,
    first: JSON.stringify({ accessKeyId: "AKIAFIRST", secretAccessKey: "first-secret-of-aws-zq7vw3" }),
    admin: JSON.stringify({ accessKeyId: admin.id, secretAccessKey: admin.secret }),
    config: { kind: "http", preset: "aws-iam", userName: "deploy" },
    phaseOf: ({ host, body }) => {
      if (host.startsWith("sts.")) return "test";
      return body.includes("CreateAccessKey") ? "prepare" : "remove";
    },
    answer: ({ headers, body, host }) => {
      const parameters = new URLSearchParams(body);
      const [, signer] = /Credential=(\w+)\//.exec(headers.authorization ?? "") ?? [];
      if (host === "sts.amazonaws.com") {
        if (!store.ids().includes(signer ?? "")) return error(403, "InvalidClientTokenId");
        return { status: 200, text: "<GetCallerIdentityResponse></GetCallerIdentityResponse>" };
      }
      if (signer !== admin.id) return error(403, "AccessDenied");
      if (parameters.get("UserName") !== "deploy") return error(404, "NoSuchEntity");
      if (parameters.get("Action") === "DeleteAccessKey") {
        const isThere = store.remove(parameters.get("AccessKeyId") ?? "");
        return isThere ? { status: 200, text: "<DeleteAccessKeyResponse/>" } : error(404, "NoSuchEntity");
      }
      if (store.all.length >= 2) return error(409, "LimitExceeded");
      const { id, secret } = store.make("AKIANEW", "deploy");
      return {
        status: 200,
        text: `<CreateAccessKeyResponse><CreateAccessKeyResult><AccessKey><UserName>deploy</UserName><AccessKeyId>${id}</AccessKeyId><Status>Active</Status><SecretAccessKey>${secret}</SecretAccessKey></AccessKey></CreateAccessKeyResult></CreateAccessKeyResponse>`,
      };
    },
  };
}

/** https://www.twilio.com/docs/sendgrid/api-reference/api-keys */
export function sendgridStandIn(): StandIn {
  const store = keys({ id: "first22", secret: "first-secret-of-sendgrid-zq7", name: "mailer" });
  const admin = "SG.admin22.admin-secret-of-sendgrid-zq7";
  const keyOf = ({ id, secret }: Key) => `SG.${id}.${secret}`;
  const isKnown = (value: string) => value === admin || store.all.some((key) => keyOf(key) === value);
  return {
    ids: store.ids,
    first: "SG.first22.first-secret-of-sendgrid-zq7",
    admin,
    config: { kind: "http", preset: "sendgrid" },
    phaseOf: ({ method, path }) => {
      if (path === "/v3/scopes") return "test";
      return method === "DELETE" ? "remove" : "prepare";
    },
    answer: ({ method, path, headers, body }) => {
      const value = headers.authorization?.replace("Bearer ", "") ?? "";
      if (!isKnown(value)) return unauthorized;
      if (path === "/v3/scopes") return { status: 200, json: { scopes: ["mail.send"] } };
      if (value !== admin) return { status: 403, json: { errors: [{ message: "access forbidden" }] } };
      const id = path.replace(/^\/v3\/api_keys\/?/, "");
      if (method === "DELETE") return { status: store.remove(id) ? 204 : 404 };
      if (method === "POST") {
        const { name, scopes } = JSON.parse(body);
        const made = store.make("new", name);
        return { status: 201, json: { api_key: keyOf(made), api_key_id: made.id, name, scopes } };
      }
      if (id === "")
        return {
          status: 200,
          json: { result: store.all.map((key) => ({ api_key_id: key.id, name: key.name })) },
        };
      const found = store.all.find((key) => key.id === id);
      if (!found) return { status: 404, json: { errors: [{ message: "not found" }] } };
      return { status: 200, json: { api_key_id: id, name: found.name, scopes: ["mail.send"] } };
    },
  };
}

/** https://developers.cloudflare.com/api/resources/user/subresources/tokens/ */
export function cloudflareStandIn(): StandIn {
  const store = keys({ id: "f1r57", secret: "first-secret-of-cloudflare-zq7vw3", name: "dns" });
  const admin = "admin-secret-of-cloudflare-zq7vw3";
  const policies = [{ id: "p", effect: "allow", resources: { "com.cloudflare.api.user.1": "*" } }];
  const good = (result: unknown): StandInAnswer => ({
    status: 200,
    json: { success: true, errors: [], result },
  });
  return {
    ids: store.ids,
    first: "first-secret-of-cloudflare-zq7vw3",
    admin,
    config: { kind: "http", preset: "cloudflare" },
    phaseOf: ({ method, path, headers }) => {
      const isFirst = headers.authorization?.includes("first-secret") === true;
      if (path.endsWith("/verify")) return isFirst ? "prepare" : "test";
      return method === "DELETE" ? "remove" : "prepare";
    },
    answer: ({ method, path, headers, body }) => {
      const value = headers.authorization?.replace("Bearer ", "") ?? "";
      const own = store.all.find(({ secret }) => secret === value);
      if (!own && value !== admin) return { status: 401, json: { success: false, errors: [{ code: 1000 }] } };
      const id = path.replace(/^\/client\/v4\/user\/tokens\/?/, "");
      if (id === "verify") return good({ id: own?.id ?? "admin", status: "active" });
      if (value !== admin) return { status: 403, json: { success: false, errors: [{ code: 9109 }] } };
      if (method === "DELETE")
        return store.remove(id) ? good({ id }) : { status: 404, json: { success: false } };
      if (method === "POST") {
        const wanted = JSON.parse(body);
        if (JSON.stringify(wanted.policies) !== JSON.stringify(policies))
          return { status: 400, json: { success: false, errors: [{ message: "policies" }] } };
        const made = store.make("new", wanted.name);
        return good({ id: made.id, value: made.secret, name: made.name, status: "active" });
      }
      if (id === "") return good(store.all.map((key) => ({ id: key.id, name: key.name })));
      return good({ id, name: "dns", status: "active", policies });
    },
  };
}

/** https://www.twilio.com/docs/iam/api-keys/key-resource-v2010 */
export function twilioStandIn(): StandIn {
  const accountSid = `AC${"0123456789abcdef".repeat(2)}`;
  const store = keys({ id: "SKfirst", secret: "first-secret-of-twilio-zq7vw3", name: "sms" });
  const admin = { id: "SKadmin", secret: "admin-secret-of-twilio-zq7vw3" };
  return {
    ids: store.ids,
    first: JSON.stringify({ sid: "SKfirst", secret: "first-secret-of-twilio-zq7vw3" }),
    admin: JSON.stringify({ sid: admin.id, secret: admin.secret }),
    config: { kind: "http", preset: "twilio", accountSid },
    phaseOf: ({ method, path }) => {
      if (path.endsWith("/Messages.json")) return "test";
      return method === "DELETE" ? "remove" : "prepare";
    },
    answer: ({ method, path, headers, body }) => {
      const [, basic = ""] = /^Basic (.+)$/.exec(headers.authorization ?? "") ?? [];
      const [id, secret] = Buffer.from(basic, "base64").toString().split(":");
      const isKnown = [admin, ...store.all].some((key) => key.id === id && key.secret === secret);
      if (!isKnown) return { status: 401, json: { code: 20003, message: "Authenticate", status: 401 } };
      const rest = path.replace(`/2010-04-01/Accounts/${accountSid}`, "");
      if (rest === "/Messages.json") return { status: 200, json: { messages: [] } };
      if (id !== admin.id) return { status: 403, json: { code: 20008, message: "Forbidden" } };
      if (method === "DELETE") return { status: store.remove(rest.slice(6, -5)) ? 204 : 404 };
      if (method === "POST") {
        const made = store.make("SKnew", new URLSearchParams(body).get("FriendlyName") ?? "");
        return { status: 201, json: { sid: made.id, friendly_name: made.name, secret: made.secret } };
      }
      return {
        status: 200,
        json: { keys: store.all.map((key) => ({ sid: key.id, friendly_name: key.name })) },
      };
    },
  };
}

/** A provider that nobody has heard of, as its calls are described in a configuration. */
export function customStandIn(): StandIn {
  const store = keys({ id: "1", secret: "first-secret-of-custom-zq7vw3", name: "by hand" });
  const admin = "admin-secret-of-custom-zq7vw3";
  const base = "https://api.custom.example/v2";
  return {
    ids: store.ids,
    first: "first-secret-of-custom-zq7vw3",
    admin,
    config: {
      ...{ kind: "http", preset: "custom", header: "X-Api-Key", prefix: "" },
      ...{ createUrl: `${base}/keys`, createBody: '{"label": "{{name}}", "rights": ["read"]}' },
      ...{ keyPointer: "/data/0/to~1ken", idPointer: "/data/0/id" },
      ...{ testUrl: `${base}/me`, deleteUrl: `${base}/keys/{{id}}?now=true` },
    },
    phaseOf: ({ method }) => (method === "GET" ? "test" : method === "DELETE" ? "remove" : "prepare"),
    answer: ({ method, path, headers, body }) => {
      const value = headers["x-api-key"];
      if (method === "GET" && path === "/v2/me")
        return store.all.some(({ secret }) => secret === value) ? { status: 204 } : unauthorized;
      if (value !== admin) return unauthorized;
      if (method === "DELETE") return { status: store.remove(path.replace("/v2/keys/", "")) ? 204 : 404 };
      const { label, rights } = JSON.parse(body);
      if (rights?.[0] !== "read") return { status: 400, json: { error: "rights" } };
      const made = store.make("7", label);
      return { status: 201, json: { data: [{ id: Number(made.id), "to/ken": made.secret, label }] } };
    },
  };
}
