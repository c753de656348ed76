import { decodeJsonString } from './json-text';
import { JsonTape, Kind } from './json-tape';
import { KeySet } from './key-set';
import { hashBytes } from './names';

/** Why bytes are not JSON, and where (offset in the scanned bytes). */
export class JsonFault extends Error {
  readonly offset: number;
  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

/** Deepest nesting that is read. */
export const MAX_DEPTH = 1024;

const QUOTE = 0x22, COMMA = 0x2c, MINUS = 0x2d, DOT = 0x2e, ZERO = 0x30, COLON = 0x3a, OPEN_ARRAY = 0x5b, BACKSLASH = 0x5c, LETTER_U = 0x75, CLOSE_ARRAY = 0x5d, OPEN_OBJECT = 0x7b, CLOSE_OBJECT = 0x7d;
const LITERALS: Record<number, Buffer> = { 0x74: Buffer.from('true'), 0x66: Buffer.from('false'), 0x6e: Buffer.from('null') };
/** 1 for bytes that a string may hold as they are. */
const PLAIN = Uint8Array.from({ length: 256 }, (_, byte) => byte >= 0x20 && byte !== QUOTE && byte !== BACKSLASH ? 1 : 0);
const table = (characters: string) => Uint8Array.from({ length: 256 }, (_, byte) => characters.includes(String.fromCharCode(byte)) ? 1 : 0);
const SPACE = table(' \t\r\n');
const DIGIT = table('0123456789');
const NOT_FINITE = table('NI');
const HEX = table('0123456789abcdefABCDEF');
const EXPONENT = table('eE');
const SIGN = table('+-');
const ESCAPE = table('"\\/bfnrt');

/**
 * Validates JSON (RFC 8259) on the bytes and records where its values lie, without building objects: numbers of any
 * size and duplicate keys stay as they are. Invalid UTF-8 is let through. One scan can be used for many records.
 */
export class JsonScan {
  readonly tape = new JsonTape();
  /** Members whose key appeared before in the same object. */
  readonly duplicates: number[] = [];
  #bytes: Uint8Array = new Uint8Array(0);
  #at = 0;
  #end = 0;
  #open = new Int32Array(MAX_DEPTH);
  #depth = 0;
  #keyStart = 0;
  #keyEnd = 0;
  #keyHash = 0;
  #keys = new KeySet();

  /**
   * Reads the one value in `bytes[start .. end)`; gives what is wrong with it, or undefined when it is valid. A byte at `end` must be a line end.
   * @param isUtf8 the bytes are known to be UTF-8, which makes reading texts faster.
   */
  scan(bytes: Uint8Array, start = 0, end = bytes.length, isUtf8 = false): JsonFault | undefined {
    this.#bytes = bytes;
    this.#at = start;
    this.#end = end;
    this.#depth = 0;
    this.#keyStart = this.#keyEnd = this.#keyHash = 0;
    this.duplicates.length = 0;
    this.tape.reset(bytes, isUtf8);
    try {
      while (!this.#value() || this.#hasMore());
      return undefined;
    } catch (error) {
      if (error instanceof JsonFault) return error;
      throw error;
    }
  }

  /** Reads a scalar or an empty container (true), or opens a container whose first value is to follow (false). */
  #value(): boolean {
    const byte = this.#peek();
    const start = this.#at;
    if (byte === QUOTE) return this.#scalar(Kind.string, start, this.#string());
    if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) return this.#container(byte === OPEN_OBJECT);
    if (byte === MINUS || DIGIT[byte] === 1) return this.#scalar(Kind.number, start, this.#number());
    return this.#scalar(Kind.literal, start, this.#literal(byte));
  }

  #scalar(kind: number, start: number, end: number): true {
    this.#at = end;
    this.tape.close(this.#add(kind, start), end);
    return true;
  }

  #add(kind: number, start: number): number {
    const top = this.#depth > 0 ? this.#open[this.#depth - 1] : 0;
    return this.tape.add(kind, start, (top & 1) === 1 ? top >> 1 : -1, this.#keyStart, this.#keyEnd, this.#keyHash);
  }

  #container(isObject: boolean): boolean {
    if (this.#depth === MAX_DEPTH) throw this.#fault(`nested deeper than ${MAX_DEPTH} levels`);
    const node = this.#add(isObject ? Kind.object : Kind.array, this.#at++);
    this.#open[this.#depth++] = node * 2 + (isObject ? 1 : 0);
    if (!isObject) this.#keyStart = this.#keyEnd = this.#keyHash = 0;
    const isEmpty = this.#peek() === (isObject ? CLOSE_OBJECT : CLOSE_ARRAY);
    if (isEmpty) this.#close(); else if (isObject) this.#key();
    return isEmpty;
  }

  /** After a value: closes what ends here and moves to the next value; false at the end of the document. */
  #hasMore(): boolean {
    for (;;) {
      const byte = this.#peek();
      if (this.#depth === 0) {
        if (this.#at < this.#end) throw this.#fault('there is more text after the value');
        return false;
      }
      const isObject = (this.#open[this.#depth - 1] & 1) === 1;
      if (byte === COMMA) {
        this.#at++;
        if (isObject) this.#key();
        return true;
      }
      if (byte !== (isObject ? CLOSE_OBJECT : CLOSE_ARRAY)) throw this.#fault(`expected "," or "${isObject ? '}' : ']'}"`);
      this.#close();
    }
  }

  #close(): void {
    const top = this.#open[--this.#depth];
    this.tape.close(top >> 1, ++this.#at);
    this.#keyStart = this.#keyEnd = this.#keyHash = 0;
    if ((top & 1) === 1) this.#collectDuplicates(top >> 1);
  }

  /** Reads a member's key and colon. */
  #key(): void {
    if (this.#peek() !== QUOTE) throw this.#fault('expected a key in quotes');
    const start = this.#at + 1;
    const end = this.#string() - 1;
    this.#at = end + 1;
    if (this.#peek() !== COLON) throw this.#fault('expected ":"');
    this.#at++;
    this.#keyStart = start;
    this.#keyEnd = end;
    this.#keyHash = this.#hashKey(start, end);
  }

  #hashKey(start: number, end: number): number {
    for (let i = start; i < end; i++) {
      if (this.#bytes[i] !== BACKSLASH) continue;
      const key = decodeJsonString(this.#bytes, start, end);
      return hashBytes(key, 0, key.length);
    }
    return hashBytes(this.#bytes, start, end);
  }

  /** Skips white space; the byte there, or -1 at the end. */
  #peek(): number {
    while (this.#at < this.#end && SPACE[this.#bytes[this.#at]] === 1) this.#at++;
    return this.#at < this.#end ? this.#bytes[this.#at] : -1;
  }

  /** Offset after the string that begins here. */
  #string(): number {
    const bytes = this.#bytes;
    for (let at = this.#at + 1; ;) {
      while (PLAIN[bytes[at]] === 1) at++;
      if (at >= this.#end) throw this.#fault('a string does not end', this.#end);
      if (bytes[at] === QUOTE) return at + 1;
      if (bytes[at] !== BACKSLASH) throw this.#fault('a control character must be escaped in a string', at);
      at = this.#escape(at);
    }
  }

  /** Offset after the escape at `at`. */
  #escape(at: number): number {
    const letter = this.#bytes[at + 1];
    if (ESCAPE[letter] === 1) return at + 2;
    for (let i = 2; i < 6; i++) if (letter !== LETTER_U || HEX[this.#bytes[at + i]] !== 1) throw this.#fault('an escape is malformed', at, at + i);
    return at + 6;
  }

  /** Offset after the number that begins here. */
  #number(): number {
    let at = this.#at + (this.#bytes[this.#at] === MINUS ? 1 : 0);
    at = this.#bytes[at] === ZERO ? at + 1 : this.#digits(at);
    if (this.#bytes[at] === DOT) at = this.#digits(at + 1);
    if (EXPONENT[this.#bytes[at]] === 1) at = this.#digits(at + (SIGN[this.#bytes[at + 1]] === 1 ? 2 : 1));
    if (at > this.#end) throw this.#fault('a number is malformed', this.#end);
    return at;
  }

  /** Offset after at least one digit. */
  #digits(at: number): number {
    const start = at;
    while (DIGIT[this.#bytes[at]] === 1) at++;
    if (at === start) throw this.#fault('a number is malformed', at);
    return at;
  }

  #literal(byte: number): number {
    const literal = LITERALS[byte];
    const end = this.#at + (literal?.length ?? 0);
    if (NOT_FINITE[byte] === 1) throw this.#fault('NaN and Infinity are not JSON; write null');
    if (!literal || end > this.#end || literal.compare(this.#bytes, this.#at, end) !== 0) throw this.#fault('a value is missing or malformed', this.#at, end);
    return end;
  }

  #collectDuplicates(object: number): void {
    const tape = this.tape;
    const end = tape.after(object);
    this.#keys.clear(end - object);
    for (let child = tape.first(object); child < end; child = tape.after(child)) {
      if (this.#keys.add(tape.keyHash(child), child, other => tape.hasSameKey(other, child)) >= 0) this.duplicates.push(child);
    }
  }

  /** A fault at an offset; when the bytes needed to tell (up to `needed`) reach the end, the text was cut off. */
  #fault(reason: string, offset = this.#at, needed = offset): JsonFault {
    return needed >= this.#end ? new JsonFault('the text ends too early', this.#end) : new JsonFault(reason, offset);
  }
}
