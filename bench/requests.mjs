import { actionsOn } from "./actions.mjs";

const ROWS = 5;
const DEEP_PAGES = 100;
const DEEP_ROWS = 200;
const WRITERS_MAX = 8;

/** Everything that is asked of one environment: what it is called, and the address to read or the action to call. */
export async function requestsOn(scope) {
  const { origin, cookie, path } = scope;
  const rows = async (query) => {
    const answer = await fetch(`${origin}${path}/rows?${query}`, { headers: { cookie } });
    return answer.json();
  };
  const first = await rows(`limit=${WRITERS_MAX}`);
  const { next } = await rows(`limit=${ROWS}`);
  const deep = await deepIn(rows);
  const reads = [
    ["Secrets page", path],
    ["search, finds many", `${path}?search=for`],
    ["search, finds ten", `${path}?search=00000`],
    ["search, finds none", `${path}?search=zzqqzz`],
    [`next ${ROWS} rows`, `${path}/rows?limit=${ROWS}&after=${encodeURIComponent(next)}`],
    deep && [`next ${ROWS} rows, ${DEEP_PAGES * DEEP_ROWS} deep`, `${path}/rows?limit=${ROWS}&after=${deep}`],
    ["name check", `${path}/name?name=A_NAME_THAT_IS_FREE`],
  ];
  const actions = actionsOn(scope);
  const ids = first.items.map((item) => item.id);
  return {
    reads: reads.filter(Boolean).map(([title, target]) => ({ title, url: `${origin}${target}` })),
    writes: [
      { title: "store a secret", write: await actions.storing() },
      { title: "replace a value", write: await actions.replacing(ids) },
    ],
  };
}

/** The place after very many rows, or null where there are not as many. */
async function deepIn(rows) {
  let after = "";
  for (let page = 0; page < DEEP_PAGES; page += 1) {
    const { next } = await rows(`limit=${DEEP_ROWS}${after && `&after=${after}`}`);
    if (!next) return null;
    after = encodeURIComponent(next);
  }
  return after;
}
