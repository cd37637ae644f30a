import { expect, test } from "vitest";
import { isOlder } from "./install.mjs";

test.for([
  { have: "1.25.9", want: "1.26.0", older: true },
  { have: "1.26.0", want: "1.26.0", older: false },
  { have: "1.26.8 X:nogreenteagc", want: "1.26.0", older: false },
  { have: "1.27rc1", want: "1.26.0", older: false },
  { have: "2.0", want: "1.26.0", older: false },
])("Go $have is older than $want: $older", ({ have, want, older }) => {
  expect(isOlder(have, want)).toBe(older);
});
