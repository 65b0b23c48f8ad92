/** The environment as the child gets it: without this program's key and all other settings of Strongroom. */
export function inheritedVariables(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept: NodeJS.ProcessEnv = { ...env };
  for (const name of Object.keys(kept)) {
    if (name.toUpperCase().startsWith("STRONGROOM_")) delete kept[name];
  }
  return kept;
}
