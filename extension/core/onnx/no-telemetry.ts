/**
 * Imported for its effect, before the library: from 1.30 on the published ONNX Runtime for Linux and macOS reports its use to its maker over
 * the network, and leaves files in the temporary folder, unless this is set when it starts (microsoft/onnxruntime pull request 27379).
 * It reads the environment of the process, of which a thread has a copy only, so that whoever starts a thread imports this too.
 */
process.env.ORT_DISABLE_TELEMETRY = '1';
