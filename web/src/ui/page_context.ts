// What every part of the page may use: the worker, the theme and the colours.
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Palette } from "./palette";
import type { Store } from "./store";
import type { Theme } from "./theme";

export interface Page {
  store: Store;
  theme: Theme;
  palette: Palette;
}

export const PageContext = createContext<Page | null>(null);

export function usePage(): Page {
  const page = useContext(PageContext);
  if (!page) throw new Error("a part of the page was drawn outside of PageContext");
  return page;
}
