import './no-telemetry';
import type * as OnnxRuntime from 'onnxruntime-node';

/** ONNX Runtime's module. */
export type Runtime = typeof OnnxRuntime;

/** Systems that ONNX Runtime has a library for, as VSIX targets: what packages are made for. */
export const TARGETS = ['linux-x64', 'linux-arm64', 'win32-x64', 'win32-arm64', 'darwin-arm64'];

/** ONNX Runtime's native library does not load: this build is for another system, or its installation is broken. The message says what that leaves. */
export class RuntimeMissing extends Error {
  /** `lost` is what cannot be done without it and `left` what still can, in whole sentences. */
  constructor(lost: string, left: string, cause: unknown) {
    const reason = (cause instanceof Error ? cause.message : String(cause)).split('\n')[0];
    super(`${lost}: ONNX Runtime's native library does not load on ${process.platform}-${process.arch} (${reason}). ${left} There are builds of Undertone for ${TARGETS.join(', ')}; install the one for this system if it is among them.`, { cause });
  }
}

/** Loads ONNX Runtime when it is first needed, so that programs start and read datasets without it. Rejects with RuntimeMissing. */
export async function openRuntime(): Promise<Runtime> {
  try {
    return await import('onnxruntime-node');
  } catch (error) {
    throw new RuntimeMissing('Records cannot be scored', 'Datasets still open as text and in the dataset view, with search, filters and charts, and `undertone filter` still filters by fields.', error);
  }
}
