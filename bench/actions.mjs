import { randomBytes } from "node:crypto";
import { poster } from "./post.mjs";

/**
 * Calls server actions as the pages do after hydration: the action's id stands in the form of the dialog, and the
 * answer says what became of it. Every call is checked; one that stored nothing throws.
 */
export function actionsOn({ origin, cookie, path, project, environment }) {
  const get = async (query) => {
    const page = await fetch(`${origin}${path}?${query}`, { headers: { cookie } });
    return page.text();
  };
  const send = poster();
  const post = async (id, fields) => {
    const input = Object.entries({ project, environment, ...fields });
    // The arguments come last: they refer to the form, which has to be there by then.
    const form = [...input.map(([name, value]) => [`_1_${name}`, value]), ["0", '[{"status":"idle"},"$K1"]']];
    const headers = { cookie, origin, "next-action": id, accept: "text/x-component" };
    const { status, body } = await send(`${origin}${path}`, headers, form);
    if (!body.includes('"status":"done"')) throw new Error(`an action was answered ${status}: ${body}`);
    return body;
  };
  return { storing: () => storing(get, post), replacing: (ids) => replacing(get, post, ids) };
}

/** A function that stores one more secret at each call. */
async function storing(get, post) {
  const id = actionIdIn(await get("dialog=store"));
  return () =>
    post(id, {
      name: `bench-${randomBytes(9).toString("hex")}`,
      value: randomBytes(24).toString("base64url"),
      description: "Stored by the benchmark.",
      category: "custom",
      audience: "all",
    });
}

/** A function that replaces the value of the secret of one writer at each call. */
async function replacing(get, post, ids) {
  const pages = await Promise.all(ids.map((id) => get(`dialog=edit&secret=${id}&replace=1`)));
  const actionId = actionIdIn(pages[0] ?? "");
  const edits = pages.map((page, i) => ({ ...fieldsIn(page), secretId: ids[i] }));
  return async (writer) => {
    const edit = edits[writer];
    const value = randomBytes(24).toString("base64url");
    const answer = await post(actionId, { ...edit, category: "custom", audience: "all", value });
    edit.revision = /"revision":(\d+)/.exec(answer)?.[1] ?? "";
  };
}

function actionIdIn(page) {
  const id = /name="\$ACTION_\d+:0" value="\{&quot;id&quot;:&quot;([0-9a-f]+)&quot;/.exec(page)?.[1];
  if (!id) throw new Error("the page holds no form of a server action");
  return id;
}

function fieldsIn(page) {
  const fieldIn = (name) => new RegExp(`name="${name}"[^>]* value="([^"]*)"`).exec(page)?.[1] ?? "";
  return { revision: fieldIn("revision"), name: fieldIn("name"), description: "Edited by the benchmark." };
}
