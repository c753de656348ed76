import type { Rooms } from './rooms';

/** "Open the MNIST lab", or the language lab where a caller names it. */
export function openLab({ labs }: Rooms, kind?: unknown): void {
  labs.show(kind === 'language' ? 'language' : 'mnist');
}
