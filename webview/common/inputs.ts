/** Inputs with a label, a unit and bounds that say why they are there. */
import type { Limit } from '../../extension/core/protocol/lab';
import { el } from './dom';

let inputs = 0;
const nextId = () => `input-${++inputs}`;

/** An input that can be set from outside and reports what a person chose. */
export interface Input<T> { element: HTMLElement; set(value: T): void; setEnabled(enabled: boolean): void }

/** A whole number between bounds, by slider or typed; with `stops` only those values. What is out of bounds is put back, with the reason. */
export function slider(label: string, unit: string, limit: Limit, onChange: (value: number) => void, stops?: readonly number[]): Input<number> {
  const id = nextId(), places = stops ?? [], hint = el('span', { class: 'input-hint', attrs: { role: 'status' } });
  const range = el('input', { attrs: { type: 'range', 'aria-label': label, min: String(stops ? 0 : limit.min), max: String(stops ? places.length - 1 : limit.max), step: '1' } });
  const number = el('input', { class: 'numeric', attrs: { type: 'number', id, min: String(limit.min), max: String(limit.max), step: stops ? 'any' : '1' } });
  const show = (value: number) => {
    number.value = String(value);
    range.value = String(stops ? nearest(places, value) : value);
    range.setAttribute('aria-valuetext', `${value} ${unit}`);
  };
  const take = (value: number) => {
    const bounded = Math.min(limit.max, Math.max(limit.min, Number.isFinite(value) ? value : limit.min));
    hint.textContent = bounded === value ? '' : `${limit.min} to ${limit.max}: ${limit.why}.`;
    show(bounded);
    onChange(bounded);
  };
  range.addEventListener('input', () => { take(stops ? places[Number(range.value)] : Number(range.value)); });
  number.addEventListener('change', () => { take(limit.min < 1 ? Number(number.value) : Math.round(Number(number.value))); });
  const element = el('div', { class: 'input-row' }, el('label', { text: label, attrs: { for: id } }), el('span', { class: 'input-value' }, number, el('span', { class: 'muted', text: unit })), range, hint);
  return { element, set: value => { hint.textContent = ''; show(value); }, setEnabled: enabled => { range.disabled = number.disabled = !enabled; } };
}

const nearest = (stops: readonly number[], value: number): number =>
  stops.reduce((best, stop, i) => Math.abs(Math.log(stop / value)) < Math.abs(Math.log(stops[best] / value)) ? i : best, 0);

/** One of a few named values. */
export function choice<T extends string>(label: string, options: readonly (readonly [value: T, text: string])[], onChange: (value: T) => void): Input<T> {
  const id = nextId(), select = el('select', { attrs: { id } }, ...options.map(([value, text]) => el('option', { text, attrs: { value } })));
  select.addEventListener('change', () => { onChange(select.value as T); });
  const element = el('div', { class: 'input-row' }, el('label', { text: label, attrs: { for: id } }), select);
  return { element, set: value => { select.value = value; }, setEnabled: enabled => { select.disabled = !enabled; } };
}

/** A thing that is there or not. `before` stands between box and text, such as the colour of a line. */
export function checkbox(label: string, onChange: (checked: boolean) => void, ...before: Node[]): Input<boolean> {
  const box = el('input', { attrs: { type: 'checkbox' } });
  box.addEventListener('change', () => { onChange(box.checked); });
  const element = el('label', { class: 'check-row' }, box, ...before, el('span', { text: label }));
  return { element, set: checked => { box.checked = checked; }, setEnabled: enabled => { box.disabled = !enabled; } };
}
