/** Everything of the MNIST lab that needs the native runtime, in one place that is loaded late: where it is missing, the rest still works. */
export { detect } from '../core/lab/detector';
export { LabEngine } from '../core/lab/engine';
export { runSeeds } from '../core/lab/experiment';
