/** What to tell where ONNX Runtime cannot be loaded: on a system it has no binary for, or from a broken installation. */
export function runtimeMissing(error: unknown): Error {
  const cause = error instanceof Error ? error.message.split('\n')[0] : String(error);
  return new Error(`Networks cannot be trained on this machine: ONNX Runtime's native library does not load (${cause}). Runs that others shared can still be opened and replayed here, and the tour still works. Install the build of Undertone that is made for this system to train.`);
}
