import {
  chmodSync,
  chownSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createPrivateFile, readPrivateFile, writePrivateFile } from "./private-file";

let base: string;
let path: string;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), "strongroom-private-"));
  path = join(base, "config", "strongroom", "login.json");
});
afterEach(() => rmSync(base, { recursive: true }));

test("is 0600 in a folder of 0700, whatever the umask", () => {
  const before = process.umask(0);
  try {
    writePrivateFile(path, "key");
  } finally {
    process.umask(before);
  }
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(statSync(join(path, "..")).mode & 0o777).toBe(0o700);
  expect(readPrivateFile(path)).toBe("key");
});

test("creating does not replace what is there, whole or as a link, and leaves nothing beside it", () => {
  expect(createPrivateFile(path, "first")).toBe("first");
  expect(createPrivateFile(path, "second")).toBe("first");
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(readdirSync(join(path, ".."))).toEqual(["login.json"]);
  const link = join(path, "..", "link.json");
  symlinkSync(join(base, "nowhere"), link);
  expect(() => createPrivateFile(link, "third")).toThrow("symbolic link");
});

test("what is not there is null", () => {
  expect(readPrivateFile(path)).toBeNull();
});

describe("is refused, with what to do,", () => {
  beforeEach(() => writePrivateFile(path, "key"));

  test.each([0o640, 0o604, 0o660])("when others can read or write it (mode %o)", (mode) => {
    chmodSync(path, mode);
    expect(() => readPrivateFile(path)).toThrow(`chmod 600 ${path}`);
  });

  test("when its folder is open to others", () => {
    chmodSync(join(path, ".."), 0o755);
    expect(() => readPrivateFile(path)).toThrow("chmod 700");
    expect(() => writePrivateFile(path, "other")).toThrow("chmod 700");
  });

  test("when it is a symbolic link, also when that leads to a good file", () => {
    const link = join(path, "..", "link.json");
    symlinkSync(path, link);
    expect(() => readPrivateFile(link)).toThrow("symbolic link");
  });

  test("when its folder is a symbolic link", () => {
    const other = join(base, "other");
    symlinkSync(join(path, ".."), other);
    expect(() => readPrivateFile(join(other, "login.json"))).toThrow("symbolic link");
    expect(() => writePrivateFile(join(other, "login.json"), "x")).toThrow("symbolic link");
  });

  test("when it is a folder", () => {
    mkdirSync(join(path, "..", "folder"), { mode: 0o700 });
    expect(() => readPrivateFile(join(path, "..", "folder"))).toThrow("is not a file");
  });

  test.skipIf(process.getuid?.() !== 0)("when it belongs to somebody else", () => {
    chownSync(path, 65_534, 65_534);
    expect(() => readPrivateFile(path)).toThrow("belongs to another user");
  });
});

test("writing replaces a link instead of following it", () => {
  writePrivateFile(path, "key");
  const target = join(base, "target");
  writeFileSync(target, "untouched");
  rmSync(path);
  symlinkSync(target, path);
  writePrivateFile(path, "new");
  expect(lstatSync(path).isFile()).toBe(true);
  expect(readPrivateFile(path)).toBe("new");
});
