import { expect, test } from "vitest";
import { keyCommands } from "./key-commands";

const textsOf = (project: string | null, environment: string | null) =>
  keyCommands({ project, environment }, "https://secrets.example.com").map(({ label, text }) => [
    label,
    text,
  ]);

test("a bound key needs no flags, others say where", () => {
  const [bound, ofProject, ofAll] = [
    textsOf("shop", "production"),
    textsOf("shop", null),
    textsOf(null, null),
  ];
  expect(bound.map(([label]) => label)).toEqual(["CLI", "Docker", "GitHub Actions", "curl"]);
  expect(String(bound)).toContain("strongroom run -- your-program");
  expect(String(ofProject)).toContain("strongroom run --environment production -- your-program");
  expect(String(ofAll)).toContain("run --project default --environment production -- your-program");
});

test("no command holds a key, and a job of GitHub gets it from there", () => {
  const all = textsOf("shop", "production").join("\n");
  expect(all).not.toContain("sr_live_");
  expect(all).toContain("{{ secrets.STRONGROOM_API_KEY }}");
  expect(all).toContain("https://secrets.example.com/api/v1/me");
});
