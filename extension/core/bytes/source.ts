/** Read-only random access to a file's bytes, however they are stored. Nothing here can write. */
export interface ByteSource {
  /** Shown in messages. */
  readonly name: string;
  /** Size in bytes of what `read` gives (decompressed); undefined while unknown (a gzip not yet read to its end). */
  readonly sizeBytes: number | undefined;
  /** For compressed files: how much of the stored bytes has been consumed, for progress while `sizeBytes` is unknown. */
  readonly stored?: { readonly readBytes: number; readonly sizeBytes: number };
  /**
   * Fills `target` from `offset`; resolves to the number of bytes read (it may be fewer than asked), 0 at the end of the file.
   * Rejects with the signal's reason when aborted, with a `ReadProblem` when the file is gone, shrank or is corrupt.
   */
  read(offset: number, target: Uint8Array, signal?: AbortSignal): Promise<number>;
  close(): Promise<void>;
}
