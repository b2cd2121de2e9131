// The part of `bcf.check/1` that the page shows (`bcf schema json` has all of it).

/** A place: of a text by its bytes, of a workbook by its cell. */
export interface At {
  path: string;
  line?: number;
  start?: number;
  end?: number;
  sheet?: string;
  cell?: string;
}

/** An edit. In a workbook `with` is what to type into the cell. */
export interface Edit {
  at: At;
  with: string;
  /** True when a trial on a copy showed that it does no harm; the edits of a likely cause were all tried. */
  verified?: boolean;
}

/** A sum, in pounds. */
export interface Ledger {
  lines: { text: string; pounds: string; at: At | null }[];
  actual: string;
  required: string;
  difference: string;
}

/** The clause a finding rests on. */
export interface Clause {
  at: string;
  source: string;
  url: string;
  basis: string;
}

/** A finding. */
export interface Finding {
  rule: string;
  level: "error" | "warning" | "advice";
  kind: "wrong" | "absent" | string;
  status: string;
  message: string;
  help: string | null;
  clause: Clause | null;
  at: At;
  labels: { text: string; at: At }[];
  ledger: Ledger | null;
  edit: Edit | null;
  /** The waiver that covers it. */
  waiver: { by: string; reason: string } | null;
  fingerprint: string;
}

/** A mend, in one place or in several. */
export type Mend = Edit | { edits: Edit[] };

/** A single mistake that explains several findings. */
export interface Cause {
  message: string;
  /** The mend; none where several are equally likely, which are then the alternatives. */
  edit: Mend | null;
  explains: string[];
  alternatives: Mend[];
}

/** Returns the edits of a mend. */
export function edits(mend: Mend): Edit[] {
  return "edits" in mend ? mend.edits : [mend];
}

/** One plan. */
export interface Plan {
  path: string;
  round: string | null;
  verdict: "pass" | "incomplete" | "fail" | "none";
  /** What was found and how the tests ended, in words. */
  summary: string;
  counts: { error: number; warning: number; advice: number };
  findings: Finding[];
  causes: Cause[];
}

/** A run. */
export interface Check {
  plans: Plan[];
  unread: { path: string; why: string }[];
}

/** The levels, the gravest first. */
const LEVELS = ["error", "warning", "advice"];

/** Returns the findings that count: those that are wrong, the gravest first, and what is absent in the order of the plan. */
export function counting(plan: Plan): { wrong: Finding[]; absent: Finding[] } {
  const all = plan.findings.filter((finding) => finding.status === "failed");
  const wrong = all.filter((finding) => finding.kind !== "absent");
  return {
    wrong: wrong.sort((a, b) => LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level)),
    absent: all.filter((finding) => finding.kind === "absent"),
  };
}

/** Returns the findings that a waiver sets aside. */
export function waived(plan: Plan): Finding[] {
  return plan.findings.filter((finding) => finding.waiver !== null);
}

/** Returns the words for a place. */
export function where(at: At): string {
  if (at.cell) return `${at.sheet}!${at.cell}`;
  return at.line ? `line ${at.line}` : at.path;
}
