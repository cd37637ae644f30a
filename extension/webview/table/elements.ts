// Makes DOM elements. Text only ever comes in as text: names in a profile are anyone's.

/** Makes an element with a class and with what is in it. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  className: string,
  ...content: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  if (className !== "") {
    made.className = className;
  }
  made.append(...content);
  return made;
}

/** Makes a button. */
export function button(label: string, className: string, onClick: () => void): HTMLButtonElement {
  const made = element("button", className, label);
  made.type = "button";
  made.addEventListener("click", onClick);
  return made;
}
