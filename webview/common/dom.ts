/** What an element is made of besides its tag. Text from files enters the page here and only as text. */
export interface Props { class?: string; text?: string; title?: string; attrs?: Record<string, string>; on?: Record<string, (event: Event) => void> }

/** Makes an element; children are elements or plain text, never markup. */
export function el<K extends keyof HTMLElementTagNameMap>(tag: K, props: Props = {}, ...children: (Node | string)[]): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  if (props.class) element.className = props.class;
  if (props.text !== undefined) element.textContent = props.text;
  if (props.title) element.title = props.title;
  for (const [name, value] of Object.entries(props.attrs ?? {})) element.setAttribute(name, value);
  for (const [type, handler] of Object.entries(props.on ?? {})) element.addEventListener(type, handler);
  element.append(...children);
  return element;
}

/** Writes text only where it differs, so that unchanged cells cost no layout. */
export function setText(element: HTMLElement, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}
