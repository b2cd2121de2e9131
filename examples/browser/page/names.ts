// Files by their names and beginnings: plans, what is beside a plan, and what is neither.

const PLAN = /\.(toml|xlsx)$/i;
/** The names of plans and of what belongs to them. What Excel keeps beside a workbook while it is open begins with `~`. */
const BELONGS = /^[^.~].*\.(toml|xlsx|csv)$/i;

/** Returns whether a file may be a plan by its name; the others are read beside plans. */
export function mayBePlan(name: string): boolean {
  return PLAN.test(name) && name.toLowerCase() !== "bcf.toml";
}

/** Returns whether a file of a folder belongs to plans by its name. */
export function belongs(name: string): boolean {
  return BELONGS.test(name);
}

/** Returns whether a file says of itself that it accompanies a workbook. */
export function isCompanion(bytes: Uint8Array | undefined): boolean {
  return /^\s*\[companion\]/m.test(new TextDecoder().decode(bytes?.subarray(0, 4096)));
}

/** Returns whether a file is read beside a plan. */
export function isBeside(plan: string, name: string, bytes: Uint8Array | undefined): boolean {
  return name !== plan && (!mayBePlan(name) || isCompanion(bytes));
}
