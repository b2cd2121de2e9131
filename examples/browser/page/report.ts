// The page of `bcf report`, in a frame in which no script can run.

/** Shows a report in a frame. Its nodes are exchanged in place: nothing flickers, and the reader stays where they are. */
export class Report {
  private ready: Promise<void> | null = null;

  constructor(private readonly frame: HTMLIFrameElement) {
    new ResizeObserver(() => this.fit()).observe(frame);
  }

  /** Shows the page of a plan. */
  async show(page: string): Promise<void> {
    this.ready ??= this.begin(page);
    await this.ready;
    const inside = this.frame.contentDocument;
    if (!inside) return;
    const made = parsed(page);
    // Links out of the page open beside it.
    for (const link of made.querySelectorAll('a[href^="https:"]')) link.setAttribute("target", "_blank");
    inside.title = made.title;
    inside.body.replaceChildren(...inside.adoptNode(made.body).childNodes);
    this.fit();
  }

  private begin(page: string): Promise<void> {
    return new Promise((done) => {
      this.frame.addEventListener("load", () => done(), { once: true });
      this.frame.srcdoc = page;
    });
  }

  /** Makes the frame as high as what it holds, so that there is one page to scroll. */
  private fit(): void {
    const inside = this.frame.contentDocument?.documentElement;
    if (inside && this.frame.offsetParent) {
      this.frame.style.height = `${Math.ceil(inside.getBoundingClientRect().height)}px`;
    }
  }

  /** Prints it on pages of its own. */
  print(): void {
    this.frame.contentWindow?.print();
  }
}

/** Reads what the head of a report calls its plan. */
export function head(page: string): { area: string; title: string; standing: string } {
  const made = parsed(page);
  const text = (selector: string) => made.querySelector(selector)?.textContent ?? "";
  return { area: text("h1"), title: text(".masthead .title"), standing: text(".masthead .standing") };
}

/** Takes a page apart. Nothing of it runs or is fetched. */
function parsed(page: string): Document {
  return new DOMParser().parseFromString(page, "text/html");
}
