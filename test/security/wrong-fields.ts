/** Fields that a form may leave out. */
export const OPTIONAL = new Set([
  "createProjectAction.name",
  "storeSecretAction.description",
  "storeSecretAction.category",
  "storeSecretAction.audience",
  "createApiKeyAction.reach",
  "suspendPersonAction.revokesKeys",
  "removePersonAction.revokesKeys",
  "putConnectionAction.isNew",
  "putConnectionAction.scopes",
  "putManagerAction.isNew",
  "planImportAction.names",
  "putSyncAction.isPaused",
  "putLeaseSourceAction.isNew",
  "putTriggerAction.isNew",
  "putTriggerAction.paused",
  "putLeaseSourceAction.tls",
  "chooseNoticesAction.secretDeleted",
  "putChannelAction.secretDeleted",
  "approveAction.text",
  "rejectAction.text",
]);

/** Ways to smuggle an operator of a query, NUL or nothing in the place of a text. */
export const SMUGGLED: readonly (readonly [
  string,
  (field: string) => Record<string, string | readonly string[] | Blob>,
])[] = [
  ["an operator in brackets", (field) => ({ [`${field}[contains]`]: "" })],
  ["an operator after a dot", (field) => ({ [`${field}.not`]: "" })],
  ["the text twice", (field) => ({ [field]: ["a", "b"] })],
  ["a list in brackets", (field) => ({ [`${field}[]`]: "a" })],
  ["a file", (field) => ({ [field]: new Blob(['{"contains":""}'], { type: "application/json" }) })],
  ["NUL", (field) => ({ [field]: "a\0b" })],
  ["nothing", () => ({})],
];

export const ARGUMENTS: readonly (readonly [string, unknown])[] = [
  ["no arguments", []],
  [
    "an object instead of the form",
    [{ status: "idle" }, { email: { contains: "@" }, secretId: { not: "" } }],
  ],
  ["null instead of the form", [null, null]],
  ["undefined instead of the form", ["$undefined", "$undefined"]],
  ["a number", [1, 2]],
  [
    "a date, a big number and NaN",
    ["$D2026-01-01T00:00:00.000Z", "$n123456789012345678901234567890", "$NaN"],
  ],
  ["a list", [[], [[["x"]]]]],
  ["a server reference", [{ status: "idle" }, "$F1"]],
  ["a thousand arguments", Array.from({ length: 1_000 }, () => "x")],
];

/** What is wrong with an endpoint as JSON; the text of a form of its own where it is a text. */
export const WRONG_ENDPOINTS: readonly (object | string)[] = [
  ...["id", "projectId", "environmentId", "createdBy", "verified", "verifiedAt", "updatedBy", "toString"].map(
    (field) => ({ [field]: "owner" }),
  ),
  ...["name", "url", "description", "method", "project"].flatMap((field) => [
    { [field]: { contains: "" } },
    { [field]: ["a", "b"] },
    { [field]: "a\0b" },
  ]),
  { configuration: { polluted: true } },
  { configuration: { headers: [{ name: "X-A", value: { text: "a" }, secretId: "x" }] } },
  { configuration: { ca: { secret: { not: "" } } } },
  { configuration: { ca: { secretId: "00000000-0000-7000-8000-000000000000" } } },
  ...[
    "",
    "null",
    "1",
    "[]",
    '"x"',
    "{",
    "{}",
    '{"__proto__":{}}',
    "[".repeat(100_000),
    `"${"x".repeat(600_000)}"`,
  ],
];

/** Fields that no form has. */
export const EXTRA = [
  "id",
  "role",
  "isOwner",
  "projectId",
  "environmentId",
  "userId",
  "version",
  "currentVersion",
  "number2",
  "createdAt",
  "updatedAt",
  "updatedBy",
  "status",
  "passwordHash",
  "actor",
  "fingerprint",
  "isBuiltIn",
];
