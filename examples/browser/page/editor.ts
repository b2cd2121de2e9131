// The plan's text in an editor: findings underlined, what a figure is on hover, what may be written on typing.

import {
  type Completion,
  type CompletionResult,
  autocompletion,
  completionKeymap,
  startCompletion,
} from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, redo, undo } from "@codemirror/commands";
import { HighlightStyle, StreamLanguage, syntaxHighlighting } from "@codemirror/language";
import { toml } from "@codemirror/legacy-modes/mode/toml";
import { type Diagnostic, lintGutter, lintKeymap, nextDiagnostic, setDiagnostics } from "@codemirror/lint";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import { EditorState, Transaction } from "@codemirror/state";
import {
  EditorView,
  drawSelection,
  highlightActiveLine,
  highlightActiveLineGutter,
  hoverTooltip,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import { tags } from "@lezer/highlight";

import { Places, lineEnd } from "./bytes";
import { el, say } from "./dom";
import { coded } from "./findings";
import { type Edit, type Finding, type Plan, counting, edits } from "./told";

/** A stretch of bytes. */
interface Span {
  start: number;
  end: number;
}

/** What the program tells of a place. */
interface Hover {
  at: Span;
  notes: { kind: string; head: string; text: string; clause: { at: string; known: string; url: string } | null }[];
}

/** Something that may be written. */
interface Offer {
  label: string;
  kind: string;
  about: string;
  with: string;
  at: Span;
  is_needed: boolean;
}

/** What the editor asks of its plan. */
export interface Asked {
  changed(text: string): void;
  edit<T>(what: string, text: string, offset: number): Promise<T>;
}

/** The editor of one plan. */
export class Editor {
  readonly view: EditorView;
  private places: Places;
  /** The end of its lines. */
  private end: string;
  /** The text that what is shown was found in: its places are of no other. */
  private shown = "";

  constructor(
    home: HTMLElement,
    text: string,
    private readonly asked: Asked,
  ) {
    this.end = lineEnd(text);
    // A root of its own takes style sheets that are made by script, which the page's policy would keep out of its head.
    const root = home.shadowRoot ?? home.attachShadow({ mode: "open" });
    root.replaceChildren();
    this.view = new EditorView({ root, parent: root, state: this.state(text) });
    this.places = this.placed();
  }

  private state(text: string): EditorState {
    return EditorState.create({ doc: text, extensions: this.set() });
  }

  private placed(): Places {
    return new Places(this.view.state.doc.toString(), this.end);
  }

  private set() {
    const changed = EditorView.updateListener.of((update) => {
      if (!update.docChanged) return;
      this.places = this.placed();
      const isByFile = update.transactions.some((one) => one.annotation(Transaction.remote));
      if (!isByFile) this.asked.changed(this.text);
    });
    return [
      EditorState.lineSeparator.of(this.end),
      EditorView.clipboardInputFilter.of((text) => this.fitted(text)),
      lineNumbers(),
      highlightActiveLineGutter(),
      highlightActiveLine(),
      history(),
      drawSelection(),
      lintGutter(),
      highlightSelectionMatches(),
      StreamLanguage.define(toml),
      syntaxHighlighting(colours),
      EditorView.lineWrapping,
      EditorState.phrases.of({ Diagnostics: "Findings", "No diagnostics": "No findings" }),
      hoverTooltip(async (_, position) => {
        const hover = await this.hover(position);
        return hover && { pos: hover.from, end: hover.to, above: true, create: () => ({ dom: hover.dom }) };
      }),
      autocompletion({ override: [(context) => this.offers(context.pos, context.explicit)], icons: false }),
      keymap.of([
        { key: "F1", run: () => (void this.tell(), true) },
        ...completionKeymap,
        ...defaultKeymap,
        ...historyKeymap,
        ...searchKeymap,
        ...lintKeymap,
      ]),
      EditorView.contentAttributes.of({ "aria-label": "The plan as text", tabindex: "0", spellcheck: "false" }),
      look,
      changed,
    ];
  }

  /** The text as its file has it, to the ends of its lines. */
  get text(): string {
    return this.view.state.sliceDoc();
  }

  /** Returns a text with the ends of lines of this one. */
  private fitted(text: string): string {
    return text.replace(/\r\n?|\n/g, this.end);
  }

  private async hover(position: number) {
    const text = this.text;
    const told = await this.asked.edit<Hover | null>("hover", text, this.places.byte(position));
    if (!told || text !== this.text) return null;
    return { ...this.range(told.at), dom: el("div", { class: "told" }, ...told.notes.map(note)) };
  }

  /** Says to a screen reader what is under the cursor. */
  private async tell(): Promise<void> {
    const hover = await this.hover(this.view.state.selection.main.head);
    say(hover?.dom.textContent ?? "nothing is known of this place");
  }

  /** Returns the words that may be written in the quotes at a place. */
  async offered(at: { start?: number }): Promise<string[]> {
    const all = await this.asked.edit<Offer[]>("offers", this.text, (at.start ?? 0) + 1);
    return all.map((offer) => offer.label);
  }

  private async offers(position: number, explicit: boolean): Promise<CompletionResult | null> {
    const text = this.text;
    const all = await this.asked.edit<Offer[]>("offers", text, this.places.byte(position));
    const first = all[0];
    if (!first || text !== this.text) return null;
    const { from, to } = this.range(first.at);
    // What is typed may begin with a quote, which no label does.
    const { state } = this.view;
    const typed = state
      .sliceDoc(from, position)
      .replace(/^["'[]+/, "")
      .toLowerCase();
    if (!explicit && typed === "" && !/["'[]$/.test(state.sliceDoc(Math.max(0, position - 1), position))) return null;
    const fits = all.filter((offer) => offer.label.toLowerCase().includes(typed));
    const starts = (offer: Offer) => Number(offer.label.toLowerCase().startsWith(typed));
    const options = fits.sort((a, b) => starts(b) - starts(a)).map(option);
    return { from, to, options, filter: false };
  }

  /** Marks what a check of this very text found. */
  show(plan: Plan | null): void {
    this.shown = this.text;
    const all = plan
      ? Object.values(counting(plan))
          .flat()
          .map((finding) => this.mark(finding, plan))
      : [];
    this.view.dispatch(
      setDiagnostics(
        this.view.state,
        all.sort((a, b) => a.from - b.from),
      ),
    );
  }

  private mark(finding: Finding, plan: Plan): Diagnostic {
    const { from, to } = this.range(finding.at);
    const edit = finding.edit;
    const severity = finding.level === "advice" ? "info" : finding.level;
    const message = finding.help ? `${finding.message}\n${finding.help}` : finding.message;
    const causes = plan.causes.filter((cause) => cause.explains.includes(finding.fingerprint));
    const mends = causes.flatMap((cause) => (cause.edit ? [cause.edit] : cause.alternatives)).map(edits);
    const all = mends.length === 0 && edit?.verified ? [[edit]] : mends;
    const actions = all.map((one) => ({
      name: one.map((edit) => this.words(edit)).join(", and "),
      apply: () => this.apply(one),
    }));
    return { from, to, severity, source: finding.rule, message, actions };
  }

  /**
   * Puts the text of a file in its place, as one change of what differs, so that the cursor stays where it is; where the
   * ends of lines are others, as a text of its own.
   */
  replace(text: string): void {
    if (lineEnd(text) !== this.end) {
      this.end = lineEnd(text);
      this.view.setState(this.state(text));
      this.places = this.placed();
      return;
    }
    const [was, is] = [this.view.state.doc.toString(), this.view.state.toText(text).toString()];
    if (was === is) return;
    const most = Math.min(was.length, is.length);
    let [from, behind] = [0, 0];
    while (from < most && was[from] === is[from]) from++;
    while (behind < most - from && was.at(-1 - behind) === is.at(-1 - behind)) behind++;
    const insert = is.slice(from, is.length - behind).replaceAll("\n", this.end);
    const changes = { from, to: was.length - behind, insert };
    this.view.dispatch({ changes, annotations: Transaction.remote.of(true) });
  }

  private range(at: { start?: number; end?: number }): { from: number; to: number } {
    return { from: this.places.unit(at.start ?? 0), to: this.places.unit(at.end ?? at.start ?? 0) };
  }

  /** Returns an edit in words. */
  words(edit: Edit): string {
    const { from, to } = this.range(edit.at);
    return inWords(this.view.state.sliceDoc(from, to), edit.with);
  }

  /** Makes edits, unless the text has changed since they were found. They can be undone as one. */
  apply(edits: Edit[]): void {
    if (this.text !== this.shown) return;
    const changes = edits.map((edit) => ({ ...this.range(edit.at), insert: this.fitted(edit.with) }));
    this.view.dispatch({ changes, scrollIntoView: true, selection: { anchor: changes[0]?.from ?? 0 } });
  }

  /** Goes to a place, and leaves the keyboard there. */
  go(at: { start?: number; end?: number }): void {
    const { from, to } = this.range(at);
    const effects = EditorView.scrollIntoView(from, { y: "center" });
    this.view.dispatch({ selection: { anchor: from, head: to }, effects });
    this.view.focus();
  }

  /** Brings a place into sight within the editor: neither the keyboard nor the page goes anywhere. */
  reveal(at: { start?: number; end?: number }): void {
    const { from } = this.range(at);
    this.view.dispatch({ selection: { anchor: from } });
    const middle = (then: () => void) =>
      this.view.requestMeasure({
        read: (view) => view.lineBlockAt(from).top - view.scrollDOM.clientHeight / 2,
        write: (top, view) => {
          view.scrollDOM.scrollTop = top;
          then();
        },
      });
    // How high the lines above are is estimated until they were near enough to be drawn.
    middle(() => setTimeout(() => middle(() => {})));
  }

  /** Goes to the next finding. */
  next(): void {
    nextDiagnostic(this.view);
    this.view.focus();
  }

  undo(): void {
    undo(this.view);
  }

  redo(): void {
    redo(this.view);
  }

  complete(): void {
    this.view.focus();
    startCompletion(this.view);
  }
}

function option({ label, kind, about, with: apply }: Offer): Completion {
  const isSentence = kind === "key" || kind === "section";
  return isSentence ? { label, info: about, apply } : { label, detail: about, apply };
}

/** Shows something that is told of a place. */
function note({ kind, head, text, clause }: Hover["notes"][number]): HTMLElement {
  const isCode = kind === "key" || kind === "word" || kind === "finding";
  const named = isCode ? el("code", {}, head) : head;
  const cited = clause && el("span", { class: "line" }, ` ${clause.at} (${clause.known})`);
  return el("p", {}, el("strong", {}, named), text && ": ", ...coded(text), cited);
}

function inWords(old: string, other: string): string {
  const [was, will] = [old.trim(), other.trim()];
  const lines = will.split("\n").length;
  if (was === "") return lines > 1 ? `insert ${lines} lines` : `insert ${will}`;
  if (will === "") return was.includes("\n") ? `delete ${was.split("\n").length} lines` : `delete ${was}`;
  return `change ${was} to ${will}`;
}

const colours = HighlightStyle.define([
  { tag: tags.comment, color: "var(--soft)", fontStyle: "italic" },
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: "var(--accent)" },
  { tag: [tags.heading, tags.atom, tags.bool], color: "var(--ink)", fontWeight: "700" },
  { tag: tags.number, color: "var(--ink)", fontWeight: "600" },
  { tag: tags.string, color: "var(--good)" },
]);

const mono = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'Liberation Mono', monospace";
const underlined = (colour: string) => ({
  backgroundImage: "none",
  textDecoration: `underline wavy ${colour} 1.5px`,
  textUnderlineOffset: "3px",
});

const look = EditorView.theme({
  "&": { height: "100%", color: "var(--ink)", backgroundColor: "var(--paper)", fontSize: ".875rem" },
  "&.cm-focused": { outline: "3px solid var(--focus)", outlineOffset: "0" },
  ".cm-scroller": { fontFamily: mono, lineHeight: "1.55", overflow: "auto" },
  ".cm-content": { caretColor: "var(--ink)", padding: ".5rem 0" },
  ".cm-cursor": { borderLeftColor: "var(--ink)", borderLeftWidth: "2px" },
  ".cm-gutters": { backgroundColor: "var(--wash)", color: "var(--soft)", border: "0" },
  ".cm-activeLine, .cm-activeLineGutter": {
    backgroundColor: "color-mix(in srgb, var(--accent-soft) 28%, transparent)",
  },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "var(--accent-soft)",
  },
  ".cm-selectionMatch": { backgroundColor: "color-mix(in srgb, var(--accent-soft) 45%, transparent)" },
  ".cm-lintRange-error": underlined("var(--bad)"),
  ".cm-lintRange-warning": underlined("var(--warn)"),
  ".cm-lintRange-info": underlined("var(--accent)"),
  // In the place of pictures, which the page's policy keeps out.
  ".cm-gutter-lint": { width: "1.1em" },
  ".cm-lint-marker": { content: "normal", width: "1em", height: "1em", fontWeight: "700", textAlign: "center" },
  ".cm-lint-marker-error": { content: "normal", color: "var(--bad)" },
  ".cm-lint-marker-warning": { content: "normal", color: "var(--warn)" },
  ".cm-lint-marker-info": { content: "normal", color: "var(--accent)" },
  ".cm-lint-marker-error::before": { content: "'✕'" },
  ".cm-lint-marker-warning::before": { content: "'▲'" },
  ".cm-lint-marker-info::before": { content: "'●'" },
  ".cm-tooltip": {
    backgroundColor: "var(--paper)",
    color: "var(--ink)",
    border: "1px solid var(--ink)",
    maxWidth: "min(36rem, 90vw)",
    fontFamily: "inherit",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: mono, maxHeight: "16em" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: ".2rem .6rem" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": {
    backgroundColor: "var(--accent)",
    color: "var(--on-accent)",
  },
  ".cm-completionDetail": { color: "inherit", fontStyle: "normal", opacity: ".85" },
  ".cm-completionMatchedText": { textDecoration: "underline" },
  ".cm-completionInfo": { padding: ".5rem .75rem" },
  ".told": { padding: ".5rem .75rem", fontSize: ".9375rem", maxHeight: "20rem", overflow: "auto" },
  ".told p": { margin: ".3rem 0" },
  ".told .line": { color: "var(--soft)" },
  ".cm-diagnostic": { padding: ".45rem .75rem", fontSize: ".9375rem", whiteSpace: "pre-line" },
  ".cm-diagnostic-error": { borderLeft: "5px solid var(--bad)" },
  ".cm-diagnostic-warning": { borderLeft: "5px solid var(--warn)" },
  ".cm-diagnostic-info": { borderLeft: "5px solid var(--accent)" },
  ".cm-diagnosticSource": { color: "var(--soft)", opacity: "1", fontSize: ".8125rem" },
  ".cm-diagnosticAction": {
    backgroundColor: "var(--accent)",
    color: "var(--on-accent)",
    border: "0",
    borderRadius: "0",
    display: "block",
    padding: ".3rem .7rem",
    margin: ".3rem 0 0",
    font: "inherit",
    cursor: "pointer",
  },
  ".cm-panels": { backgroundColor: "var(--wash)", color: "var(--ink)" },
  ".cm-panel.cm-panel-lint ul [aria-selected]": { backgroundColor: "var(--accent-soft)" },
  ".cm-panel input, .cm-panel button": { font: "inherit", color: "var(--ink)", background: "var(--paper)" },
});
