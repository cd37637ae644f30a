// Writes profiles byte by byte, so that a test can have any that it needs, broken ones too. The format is pprof's
// profile.proto (https://github.com/google/pprof/blob/main/proto/profile.proto).

/** One sample with one frame. */
export interface OneLine {
  name: string;
  file: string;
  line: number;
  /** In the profile's unit. */
  value: number;
  /** Points the sample at a location that the file does not hold. */
  dangling?: number;
}

/** An unpacked profile, of CPU time if nothing else is said, of samples with one frame each. */
export function profileOf(lines: readonly OneLine[], { type, unit } = { type: "cpu", unit: "nanoseconds" }): Buffer {
  const strings = new Strings();
  const parts = [message(1, [number(1, strings.of(type)), number(2, strings.of(unit))])];
  lines.forEach(({ name, file, line, value, dangling }, index) => {
    const id = index + 1;
    parts.push(
      message(2, [number(1, dangling ?? id), number(2, value)]),
      message(4, [number(1, id), message(4, [number(1, id), number(2, line)])]),
      message(5, [number(1, id), number(2, strings.of(name)), number(4, strings.of(file))]),
    );
  });
  for (const text of strings.all) {
    parts.push(bytes(6, Buffer.from(text)));
  }
  return Buffer.concat(parts);
}

class Strings {
  /** The format wants the empty text first. */
  readonly all = [""];
  private readonly places = new Map([["", 0]]);

  of(text: string): number {
    const place = this.places.get(text) ?? this.all.length;
    if (place === this.all.length) {
      this.all.push(text);
      this.places.set(text, place);
    }
    return place;
  }
}

function number(field: number, value: number): Buffer {
  return Buffer.concat([varint(field * 8), varint(value)]);
}

function message(field: number, parts: Buffer[]): Buffer {
  return bytes(field, Buffer.concat(parts));
}

function bytes(field: number, content: Buffer): Buffer {
  return Buffer.concat([varint(field * 8 + 2), varint(content.length), content]);
}

function varint(value: number): Buffer {
  const digits: number[] = [];
  let rest = value;
  while (rest >= 128) {
    digits.push((rest % 128) + 128);
    rest = Math.floor(rest / 128);
  }
  return Buffer.from([...digits, rest]);
}
