import type { ByteSource } from './source';

/** Bytes already in memory (an editor's text, a test) as a source. The bytes are not copied: do not change them while it is read. */
export function memorySource(bytes: Uint8Array, name = 'memory'): ByteSource {
  return {
    name,
    sizeBytes: bytes.length,
    read: async (offset, target, signal) => {
      signal?.throwIfAborted();
      const part = bytes.subarray(offset, offset + target.length);
      target.set(part);
      return part.length;
    },
    close: async () => {},
  };
}
