/** What this program itself is set with, and what only a run gives its child. */
const OWN = /^STRONGROOM_(API_KEY|URL|PROJECT|ENVIRONMENT|PARAMS|PARAM_.*)$/;

/** The environment as the child gets it: without this program's key and its other settings. */
export function inheritedVariables(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept: NodeJS.ProcessEnv = { ...env };
  for (const name of Object.keys(kept)) {
    if (OWN.test(name)) delete kept[name];
  }
  return kept;
}
