// The parts of a Go function's name, so that a narrow column can show the part that tells functions apart.

/** Type arguments as the compiler shares them between instantiations: long, and of no help to anyone. */
const shapes = "[go.shape.";

/** Splits "encoding/json.(*Decoder).Decode" into its package's folder, "encoding/", and "json.(*Decoder).Decode". */
export function splitFunctionName(name: string): { folder: string; short: string } {
  // A slash behind a bracket belongs to a type argument or a receiver, not to the package's path.
  const bracket = name.search(/[[(]/);
  const path = bracket < 0 ? name : name.slice(0, bracket);
  const cut = path.lastIndexOf("/") + 1;
  return { folder: name.slice(0, cut), short: withoutShapes(name.slice(cut)) };
}

function withoutShapes(name: string): string {
  const start = name.indexOf(shapes);
  if (start < 0) {
    return name;
  }
  let depth = 0;
  for (let i = start; i < name.length; i++) {
    depth += name[i] === "[" ? 1 : name[i] === "]" ? -1 : 0;
    if (depth === 0) {
      return `${name.slice(0, start)}[…]${withoutShapes(name.slice(i + 1))}`;
    }
  }
  return name;
}
