export const DEVICE_TAG = "Sign-in through a browser";
const CLIENT = { type: "string", description: "The name of the program." } as const;

const operation = (
  path: "code" | "token",
  { summary, description, form, answer, refused }: Readonly<Record<string, unknown>>,
) => ({
  post: {
    operationId: `post_device_${path}`,
    tags: [DEVICE_TAG],
    summary,
    description,
    // Without a key.
    security: [],
    requestBody: { required: true, content: { "application/x-www-form-urlencoded": { schema: form } } },
    responses: {
      200: { description: "As RFC 8628 has it.", content: { "application/json": { schema: answer } } },
      400: { description: refused, content: { "application/json": { schema: ERROR } } },
      429: { $ref: "#/components/responses/Problem429" },
      503: { $ref: "#/components/responses/Problem503" },
    },
  },
});

const text = { type: "string" } as const;
const whole = { type: "integer" } as const;
const ERROR = {
  type: "object",
  properties: { error: text, error_description: text },
  required: ["error"],
} as const;

/** The addresses at which people sign machines in: they go by forms and without a key, so no endpoint describes them. */
export const DEVICE_PATHS = {
  "/device/code": operation("code", {
    summary: "Begin the sign-in of a machine through a browser",
    description: "RFC 8628. A person types `user_code` at `verification_uri` and confirms.",
    form: {
      type: "object",
      properties: {
        client_id: CLIENT,
        machine: { ...text, description: "What the page calls the machine, and its key." },
      },
      required: ["client_id"],
    },
    answer: {
      type: "object",
      properties: {
        ...{ device_code: text, user_code: text, verification_uri: text },
        ...{ expires_in: whole, interval: whole },
      },
      required: ["device_code", "user_code", "verification_uri", "expires_in", "interval"],
    },
    refused: "`invalid_request`.",
  }),
  "/device/token": operation("token", {
    summary: "Fetch the personal key of a machine that was confirmed",
    description: "RFC 8628. Asked every `interval` seconds until there is an answer; the key is given once.",
    form: {
      type: "object",
      properties: { grant_type: text, device_code: text, client_id: CLIENT },
      required: ["grant_type", "device_code", "client_id"],
    },
    answer: {
      type: "object",
      properties: { access_token: text, token_type: text, expires_in: whole },
      required: ["access_token", "token_type", "expires_in"],
    },
    refused:
      "`authorization_pending`, `slow_down`, `access_denied`, `expired_token`, `invalid_grant`, `invalid_request` or `unsupported_grant_type`.",
  }),
};
