import { runBundled } from "./bundled.mjs";
import { number } from "./table.mjs";

/** Measures an audit log of so many events on an instance of its own, and answers rows of name and figure. */
export async function measureAudit(env, events) {
  const found = JSON.parse(await runBundled(env, "audit.ts", [String(events)]));
  const pages = Object.entries(found.pages).map(([name, { p50, p99 }]) => [
    `page of 50 narrowed by ${name}, p50 / p99 ms`,
    `${number(p50)} / ${number(p99)}`,
  ]);
  const { exported, verified, indexedPerSecond, bytes } = found;
  const total = Object.values(bytes).reduce((sum, one) => sum + one, 0);
  return [
    ...pages,
    ["export, events a second / memory grown MB", pair(exported)],
    ["verification, events a second / memory grown MB", pair(verified)],
    ["indexing, events a second", number(indexedPerSecond)],
    [
      "bytes for an event / of them index and tree",
      `${number(total)} / ${number(total - bytes.audit_events)}`,
    ],
  ];
}

function pair({ perSecond, grownMegabytes }) {
  return `${number(perSecond)} / ${number(grownMegabytes)}`;
}
