// Protocol buffers, as far as an ONNX file needs them: messages are concatenated fields.

const varint = value => {
  const bytes = [];
  for (let rest = BigInt(value); ; rest >>= 7n) {
    if (rest < 128n) {
      bytes.push(Number(rest));
      return Buffer.from(bytes);
    }
    bytes.push(Number(rest & 127n) | 128);
  }
};

/** A field that is an integer, not negative. */
export const integer = (field, value) => Buffer.concat([varint(field << 3), varint(value)]);

/** A field that is a string, bytes, or a message. */
export const bytes = (field, value) => {
  const content = Buffer.from(value);
  return Buffer.concat([varint((field << 3) | 2), varint(content.length), content]);
};

/** A message of the given fields. */
export const message = (...fields) => Buffer.concat(fields.flat());
