// Tabs, as the ARIA practices describe them: one is in the order of Tab, the arrows choose among them.

import { byId } from "./dom";

/** Makes tabs of the elements `tab-ID` and `view-ID`. */
export function tabs(ids: string[]): { choose(id: string): void } {
  const choose = (chosen: string) => {
    document.body.dataset["view"] = chosen;
    for (const id of ids) {
      const tab = byId(`tab-${id}`);
      tab.setAttribute("aria-selected", String(id === chosen));
      tab.tabIndex = id === chosen ? 0 : -1;
      byId(`view-${id}`).hidden = id !== chosen;
    }
  };
  ids.forEach((id, n) => {
    const tab = byId(`tab-${id}`);
    tab.addEventListener("click", () => choose(id));
    tab.addEventListener("keydown", ({ key }) => {
      const to = { ArrowRight: n + 1, ArrowLeft: n - 1 + ids.length, Home: 0, End: ids.length - 1 }[key];
      const next = to === undefined ? undefined : ids[to % ids.length];
      if (next === undefined) return;
      choose(next);
      byId(`tab-${next}`).focus();
    });
  });
  return { choose };
}
