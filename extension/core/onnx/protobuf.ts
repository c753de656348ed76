/** The part of the protocol-buffer wire format that an ONNX file needs: varints, fixed 32-bit floats and length-delimited fields. */

const encoder = new TextEncoder();

/** Writes one message; nested messages are passed in as finished bytes. */
export class MessageWriter {
  private readonly chunks: Uint8Array[] = [];

  /** Field of type int32/int64/enum. Negative values take ten bytes, as the format demands. */
  int(field: number, value: number | bigint): this {
    this.chunks.push(varint(BigInt(field) << 3n), varint(BigInt.asUintN(64, BigInt(value))));
    return this;
  }

  float(field: number, value: number): this {
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setFloat32(0, value, true);
    this.chunks.push(varint((BigInt(field) << 3n) | 5n), bytes);
    return this;
  }

  bytes(field: number, value: Uint8Array): this {
    this.chunks.push(varint((BigInt(field) << 3n) | 2n), varint(BigInt(value.byteLength)), value);
    return this;
  }

  string(field: number, value: string): this {
    return this.bytes(field, encoder.encode(value));
  }

  message(field: number, value: MessageWriter): this {
    return this.bytes(field, value.finish());
  }

  finish(): Uint8Array {
    const result = new Uint8Array(this.chunks.reduce((sum, chunk) => sum + chunk.byteLength, 0));
    let offset = 0;
    for (const chunk of this.chunks) {
      result.set(chunk, offset);
      offset += chunk.byteLength;
    }
    return result;
  }
}

function varint(value: bigint): Uint8Array {
  const bytes: number[] = [];
  while (value > 0x7fn) {
    bytes.push(Number(value & 0x7fn) | 0x80);
    value >>= 7n;
  }
  bytes.push(Number(value));
  return Uint8Array.from(bytes);
}

/** One field of a message: its number and either its integer or its bytes. */
export interface Field { field: number; int?: number; bytes?: Uint8Array }

/** Reads the fields of one message. Throws a RangeError when the bytes end inside a field or hold an unknown wire type. */
export function* readFields(message: Uint8Array): Generator<Field> {
  let position = 0;
  const next = () => {
    let result = 0, scale = 1;
    for (;;) {
      if (position >= message.byteLength) throw new RangeError('message ends inside a number');
      const byte = message[position++];
      result += (byte & 0x7f) * scale;
      if (byte < 0x80) return result;
      scale *= 128;
    }
  };
  const take = (length: number) => {
    if (position + length > message.byteLength) throw new RangeError('message ends inside a field');
    position += length;
    return message.subarray(position - length, position);
  };
  while (position < message.byteLength) {
    const tag = next(), field = Math.floor(tag / 8), wire = tag % 8;
    if (wire === 0) yield { field, int: next() };
    else if (wire === 2) yield { field, bytes: take(next()) };
    else if (wire === 5) yield { field, bytes: take(4) };
    else if (wire === 1) yield { field, bytes: take(8) };
    else throw new RangeError(`unknown wire type ${wire}`);
  }
}
