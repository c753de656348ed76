import { el } from './dom';

const STEP = 4;
const MIN = 20;
const MAX = 80;

/** A bar between two panes, moved by mouse or arrow keys; `share` is the first pane's part in percent. */
export function splitter(label: string, share: number, onChange: (share: number) => void): { element: HTMLElement; share(): number } {
  let now = share;
  const element = el('div', { class: 'splitter', attrs: { role: 'separator', tabindex: '0', 'aria-label': label, 'aria-valuemin': String(MIN), 'aria-valuemax': String(MAX) } });
  const isColumn = () => element.parentElement !== null && getComputedStyle(element.parentElement).flexDirection === 'column';
  const put = (value: number) => {
    now = Math.min(MAX, Math.max(MIN, value));
    element.setAttribute('aria-valuenow', String(Math.round(now)));
    element.setAttribute('aria-orientation', isColumn() ? 'horizontal' : 'vertical');
    onChange(now);
  };
  element.addEventListener('keydown', event => {
    const by = event.key === 'ArrowLeft' || event.key === 'ArrowUp' ? -STEP : event.key === 'ArrowRight' || event.key === 'ArrowDown' ? STEP : 0;
    if (by === 0) return;
    put(now + by);
    event.preventDefault();
  });
  element.addEventListener('pointerdown', event => {
    element.setPointerCapture(event.pointerId);
    const move = (to: PointerEvent) => {
      const box = element.parentElement?.getBoundingClientRect();
      if (box) put(isColumn() ? (to.clientY - box.top) / box.height * 100 : (to.clientX - box.left) / box.width * 100);
    };
    element.addEventListener('pointermove', move);
    element.addEventListener('pointerup', () => { element.removeEventListener('pointermove', move); }, { once: true });
  });
  put(now);
  return { element, share: () => now };
}
