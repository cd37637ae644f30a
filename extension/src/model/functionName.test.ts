import { describe, expect, test } from "vitest";
import { splitFunctionName } from "./functionName";

describe("splitFunctionName", () => {
  const cases: [why: string, name: string, folder: string, short: string][] = [
    ["a function of a package without a folder", "runtime.mallocgc", "", "runtime.mallocgc"],
    ["a method", "encoding/json.(*Decoder).Decode", "encoding/", "json.(*Decoder).Decode"],
    ["dots in the path", "github.com/a/b.c/d.F", "github.com/a/b.c/", "d.F"],
    ["a type argument with a path of its own", "x/slices.Sort[go/ast.Node]", "x/", "slices.Sort[go/ast.Node]"],
    ["pprof's shortened type arguments", "slices.SortFunc[...]", "", "slices.SortFunc[...]"],
    ["the compiler's shapes", "a/p.F[go.shape.struct { X []int },go.shape.int].func1", "a/", "p.F[…].func1"],
    ["a shape that does not end", "p.F[go.shape.int", "", "p.F[go.shape.int"],
    ["a closure", "example.com/m/p.F.func1.2", "example.com/m/", "p.F.func1.2"],
    ["another language's name", "std::vector<int>::push_back", "", "std::vector<int>::push_back"],
  ];
  for (const [why, name, folder, short] of cases) {
    test(why, () => {
      expect(splitFunctionName(name)).toEqual({ folder, short });
    });
  }
});
