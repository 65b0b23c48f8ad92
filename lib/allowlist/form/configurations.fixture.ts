const key = { from: { secret: "K" }, reading: "hex" };
const pem = { from: { secret: "P" }, reading: "pem" };
export const CONFIGURATIONS = [
  {},
  {
    headers: [
      { name: "X-A", value: { text: "" } },
      { name: "X-B", value: { prefix: "B ", from: { secret: "K" } } },
    ],
  },
  { query: [{ name: "q", value: { text: "1" } }], contentType: "form", timeoutSeconds: 60 },
  {
    encryption: {
      level: "fields",
      paths: ["/a/b", "c.*.d"],
      in: "query",
      ivSuffix: ".iv",
      valuesAs: "json",
      cipher: { method: "AES-128-CBC", encoding: "hex", iv: { from: "field" }, key },
    },
  },
  {
    encryption: {
      level: "body",
      as: "text",
      cipher: { method: "JWE dir+A256GCM", key: { ...key, reading: "utf8" } },
    },
    decryption: { level: "body", as: "text", previousVersionDays: 7 },
  },
  {
    encryption: {
      level: "body",
      as: "json",
      fields: { ciphertext: "c", iv: "i", tag: "t", key: "k" },
      cipher: { method: "RSA-OAEP-256+A256GCM", iv: { from: "field" }, key: pem },
    },
  },
  {
    encryption: {
      level: "body",
      as: "text",
      cipher: {
        method: "AES-256-GCM",
        iv: { from: "secret", iv: { secret: "IV" }, reading: "base64" },
        key: { ...key, derivation: { function: "PBKDF2-SHA256", salt: { secret: "S" }, iterations: 1_000 } },
      },
    },
  },
  {
    decryption: {
      level: "fields",
      paths: ["/a"],
      cipher: {
        method: "AES-256-GCM",
        key: { ...key, derivation: { function: "HKDF-SHA256", salt: { secret: "S" }, info: "x" } },
      },
    },
  },
  {
    signature: { scheme: "strongroom", header: "X-Sig", from: { secret: "K" }, reading: "base64" },
    ca: { secret: "CA" },
  },
  {
    signature: { scheme: "standard-webhooks", from: { secret: "K" } },
    answer: { headers: ["etag", "x-id"], bytesMax: 2_048 },
  },
];
