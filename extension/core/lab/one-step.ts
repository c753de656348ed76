import type { OneStep } from '../protocol/mnist-lab';
import type { LabEngine, Task } from './engine';
import { initialise, seedFor, type Images, type Labelled, type Network, type Shape } from './network';
import { makeNoise } from './noise';
import { maskOf, oneHot } from './targets';

/** The teacher's step: its gradient times this. */
const TEACHER_RATE = 0.1;
/** Length of the student's step relative to the teacher's; the theorem speaks of small ones. */
const STUDENT_LENGTH = 0.1;
const IMAGES = 8192;

/** Measures both initialisations for one seed. Rejects with the signal's reason when it is aborted. */
export async function* oneStep(engine: LabEngine, shape: Shape, digits: Labelled, seed: number, signal: AbortSignal): AsyncGenerator<OneStep> {
  const start = initialise(shape, seedFor(seed, 'shared'));
  const lesson: Task = digitTask(digits, shape.outputs);
  const teacherStep = (await engine.gradient(start, lesson, signal)).gradients;
  const teacher = moved(start, teacherStep, TEACHER_RATE);
  const noise = await makeNoise('uniform', new Uint8Array(lesson.images.count * digits.inputs), digits, seedFor(seed, 'one-step noise'), signal);
  const mask = maskOf('auxiliary', shape.outputs), targets = await engine.softTargets(teacher, noise, mask, signal);
  for (const initialisation of ['shared', 'other'] as const) {
    const student = initialisation === 'shared' ? start : initialise(shape, seedFor(seed, 'other'));
    const studentStep = (await engine.gradient(student, { images: noise, targets, mask }, signal)).gradients;
    const product = dot(studentStep, teacherStep), length = Math.sqrt(dot(teacherStep, teacherStep)), studentLength = Math.sqrt(dot(studentStep, studentStep));
    const after = moved(student, studentStep, STUDENT_LENGTH * TEACHER_RATE * length / studentLength);
    const lossChange = (await engine.gradient(after, lesson, signal)).loss - (await engine.gradient(student, lesson, signal)).loss;
    yield { seed, initialisation, innerProduct: product * TEACHER_RATE ** 2, cosine: product / (length * studentLength), lossChange };
  }
}

function digitTask(digits: Labelled, outputs: number): Task {
  const count = Math.min(IMAGES, digits.count);
  const images: Images = { ...digits, count };
  return { images, targets: oneHot(digits.labels.subarray(0, count), outputs), mask: maskOf('digits', outputs) };
}

/** The network after a step against a gradient. */
function moved({ shape, parameters }: Network, gradients: Float32Array[], rate: number): Network {
  return { shape, parameters: parameters.map((values, i) => values.map((value, k) => value - rate * gradients[i][k])) };
}

function dot(a: Float32Array[], b: Float32Array[]): number {
  return a.reduce((sum, values, i) => sum + values.reduce((part, value, k) => part + value * b[i][k], 0), 0);
}
