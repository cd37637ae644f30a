// The variables of launch.json: ${workspaceFolder}, ${env:HOME}. What they stand for is handed in.

/** Where a configuration is, and what is around it. */
export interface Surroundings {
  /** What stands for itself: "workspaceFolder", "fileDirname", "userHome" … */
  readonly values: ReadonlyMap<string, string>;
  /** The workspace's folders by their names, for ${workspaceFolder:name}. */
  readonly folders: ReadonlyMap<string, string>;
  /** The environment; a variable that is not set is empty. */
  readonly env: (name: string) => string | undefined;
  /** The user's settings; undefined for one that is not set or is no plain value. */
  readonly config: (name: string) => string | undefined;
}

/** A text with its variables replaced, and those, as they are written, that nothing here stands for. */
export interface Substituted {
  readonly text: string;
  readonly unknown: readonly string[];
}

/** Replaces the variables of a text. */
export function substitute(text: string, around: Surroundings): Substituted {
  const unknown: string[] = [];
  const replaced = text.replaceAll(/\$\{([^}]*)\}/g, (whole, variable: string) => {
    const value = lookUp(variable, around);
    if (value === undefined) {
      unknown.push(whole);
    }
    return value ?? whole;
  });
  return { text: replaced, unknown };
}

function lookUp(variable: string, around: Surroundings): string | undefined {
  const colon = variable.indexOf(":");
  if (colon < 0) {
    return around.values.get(variable);
  }
  const name = variable.slice(colon + 1);
  switch (variable.slice(0, colon)) {
    case "env":
      return around.env(name) ?? "";
    case "workspaceFolder":
      return around.folders.get(name);
    case "config":
      return around.config(name);
    default:
      // ${input:…} and ${command:…} ask the user or run something: only VS Code's own debugger does that.
      return undefined;
  }
}
