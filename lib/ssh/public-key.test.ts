import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fitsHost, hasPrivateKey } from "./model";
import { parsePublicKey, parsePublicKeys } from "./public-key";
import { DSA, ECDSA_256, ECDSA_521, ED25519, PRIVATE_KEY, RSA_1024, RSA_2048 } from "./public-keys.fixture";

const issueOf = (line: string) => {
  const parsed = parsePublicKey(line);
  return "issue" in parsed ? parsed.issue : "none";
};

test.each([
  [ED25519, 256, "SHA256:jzIf/TwEXFx5DFNoFixqAUG2gDDHR8H5hxgk5gM/fdI"],
  [RSA_2048, 2_048, "SHA256:NelekfVFUQy0NsKPQjeBEaROxQeGz/vkAJvsJYFyVwg"],
  [ECDSA_256, 256, "SHA256:z+PgPwWZJP0Pw2qJufofYj1uEc5WF/1S1dTQmZIGqRE"],
  [ECDSA_521, 521, "SHA256:fmWNqQCtQBsNKPeoMI07hJHioFIrGxcSc277kEdVrAI"],
])(
  "a key is told by the type, size, comment and fingerprint that ssh-keygen shows: %s",
  (line, bits, fingerprint) => {
    const [type, text] = line.split(" ");
    expect(parsePublicKey(` ${line}\r`)).toMatchObject({
      key: { type, text, bits, fingerprint, comment: "ada@laptop" },
    });
  },
);

test("a comment is one visible line, or none", () => {
  const [type, text] = ED25519.split(" ");
  expect(parsePublicKey(`${type} ${text}`)).toMatchObject({ key: { comment: "" } });
  expect(parsePublicKey(`${type} ${text} a\u202eb  c`)).toMatchObject({ key: { comment: "ab c" } });
  expect(parsePublicKey(`${type} ${text} ${"x".repeat(500)}`)).toMatchObject({
    key: { comment: "x".repeat(120) },
  });
});

describe("refused is", () => {
  const [type = "", text = ""] = ED25519.split(" ");
  test.each([
    ["a DSA key", DSA, /DSA keys are too weak/],
    ["an RSA key of less than 2048 bits", RSA_1024, /1024 bits is too weak: 2048 at least/],
    ["options before the key", `command="ls" ${ED25519}`, /options before the key/],
    ["an option without a value", `restrict ${ED25519}`, /options before the key/],
    ["options that hold spaces", `from="a b",command="ssh-rsa x" ${ED25519}`, /options before the key/],
    ["a certificate", `ssh-ed25519-cert-v01@openssh.com ${text}`, /certificate/],
    ["a private key", PRIVATE_KEY, /make a new pair/],
    ["a private key of PuTTY", "PuTTY-User-Key-File-3: ssh-ed25519", /make a new pair/],
    ["the form of RFC 4716", "---- BEGIN SSH2 PUBLIC KEY ----", /ssh-keygen -i/],
    ["a type under another's name", `ssh-rsa ${text}`, /damaged/],
    ["half a key", `${type} ${text.slice(0, 40)}`, /damaged/],
    ["more than a key", `${type} ${Buffer.from(`${text}AAAA`, "base64").toString("base64")}`, /damaged/],
    ["another spelling of base64", `${type} ${text}=`, /damaged/],
    ["a type that nobody knows", `ssh-new ${text}`, /not taken: ssh-new/],
    ["some text", "hello", /no public key/],
    ["the name of something that every object has", "constructor AAAA", /no public key/],
  ])("%s", (_what, line, words) => {
    expect(issueOf(line)).toMatch(words);
  });
});

test("an RSA key whose exponent is 1, or whose numbers are written another way, is refused", () => {
  const number = (bytes: number[]) => {
    const content = Buffer.from(bytes);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(content.length);
    return Buffer.concat([length, content]);
  };
  const modulus = [0, ...Array.from({ length: 256 }, () => 0xff)];
  const line = (e: number[], n = modulus) =>
    `ssh-rsa ${Buffer.concat([number([...Buffer.from("ssh-rsa")]), number(e), number(n)]).toString("base64")}`;
  expect(issueOf(line([3]))).toBe("none");
  for (const e of [[1], [2], [0, 3], [0x83], []]) expect(issueOf(line(e))).toMatch(/damaged/);
  expect(issueOf(line([3], [0, ...modulus]))).toMatch(/damaged/);
  expect(issueOf(line([3], modulus.slice(1)))).toMatch(/damaged/);
});

test("of several lines every issue is told with its number, and what is there twice is named", () => {
  const text = `# mine\n${ED25519}\n\n${RSA_1024}\r\n${ECDSA_256}\n${ED25519} again\nhello\n`;
  const { keys, issues } = parsePublicKeys(text);
  expect(keys.map(({ type }) => type)).toEqual(["ssh-ed25519", "ecdsa-sha2-nistp256"]);
  expect(issues.map(({ line }) => line)).toEqual([4, 6, 7]);
  expect(issues[1]?.message).toBe("This is the key of line 2 again.");
});

test("a text with a private key in it is refused as a whole, whatever stands around it", () => {
  for (const kind of ["OPENSSH ", "RSA ", "EC ", "ENCRYPTED ", ""]) {
    const text = `${ED25519}\n-----BEGIN ${kind}PRIVATE KEY-----\nAAAA`;
    expect(hasPrivateKey(text)).toBe(true);
    expect(parsePublicKeys(text)).toMatchObject({ keys: [], issues: [{ message: /private key/ }] });
  }
  expect(hasPrivateKey(ED25519)).toBe(false);
});

test("whatever is pasted, it is parsed or refused, and never throws", () => {
  const [type = "", text = ""] = RSA_2048.split(" ");
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.nat(text.length).map((at) => `${type} ${text.slice(0, at)}`),
      ),
      (line) => {
        expect(Object.keys(parsePublicKey(line))).toHaveLength(1);
      },
    ),
  );
  const bytes = Buffer.from(text, "base64");
  fc.assert(
    fc.property(fc.nat(bytes.length - 1), fc.nat(255), (at, byte) => {
      const other = Buffer.from(bytes);
      other[at] = byte;
      expect(() => parsePublicKey(`${type} ${other.toString("base64")}`)).not.toThrow();
    }),
  );
});

test.each([
  ["web-1", "web-1", true],
  ["web-1", "web-10", false],
  ["web-*", "web-1.example.com", true],
  ["*.example.com", "web.example.com", true],
  ["*.example.com", "example.com", false],
  ["a*a", "a", false],
  ["a*a", "aa", true],
  ["a*b*c", "axbxc", true],
  ["a*b*c", "axcxb", false],
  ["*", "anything", true],
  [".", "x", false],
])("the pattern %s fits %s: %s", (pattern, host, fits) => {
  expect(fitsHost(pattern, host)).toBe(fits);
});

test("a pattern fits exactly what it says, however many asterisks it has", () => {
  const letter = fc.constantFrom("a", "b", "*");
  fc.assert(
    fc.property(
      fc.array(letter, { maxLength: 8 }),
      fc.array(fc.constantFrom("a", "b"), { maxLength: 8 }),
      (p, h) => {
        const pattern = p.join("");
        const host = h.join("");
        const expected = new RegExp(`^${pattern.replaceAll("*", ".*")}$`).test(host);
        expect(fitsHost(pattern, host)).toBe(expected);
      },
    ),
  );
});
