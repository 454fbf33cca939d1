/** What a module of Streamlit's components (version 2) receives each time that its element is drawn. */
export interface Component<Data> {
  data: Data;
  parentElement: HTMLElement;
  /** Report an event to Python; its callback there is `on_<name>_change`. */
  setTriggerValue: SetTriggerValue;
}

export type SetTriggerValue = (name: string, value: unknown) => void;

/** Called by Streamlit when the element is taken from the page, or moved in it. */
export type Cleanup = () => void;
