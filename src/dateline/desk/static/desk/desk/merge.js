// Merges two versions of a text that both come from a third one, by paragraphs. No side effects.

const PARAGRAPHS = /\n[ \t]*\n\s*/;

// The merged text; undefined if both changed the same paragraph.
export function mergeTexts(base, mine, theirs) {
  if (mine === theirs || theirs === base) return mine;
  if (mine === base) return theirs;
  const [old, ours, others] = [base, mine, theirs].map((text) => text.trim().split(PARAGRAPHS));
  const changes = [...changesOf(old, ours), ...changesOf(old, others)];
  changes.sort((one, other) => one.start - other.start || one.end - other.end);
  const merged = [];
  let at = 0;
  let last;
  for (const change of changes) {
    if (last && isSameChange(last, change)) continue;
    // Changes that touch each other could be of one paragraph.
    if (last && (change.start < at || (change.start === at && last.start === change.start))) return undefined;
    merged.push(...old.slice(at, change.start), ...change.lines);
    at = change.end;
    last = change;
  }
  return [...merged, ...old.slice(at)].filter(Boolean).join("\n\n");
}

// The merged fields of a form, and the names of those in which mine stands against theirs.
export function mergeFields(base, mine, theirs) {
  const conflicts = [];
  const isText = (name) => !name.startsWith("part-");
  const merged = { ...mine };
  const merge = (name) => {
    const text = mergeTexts(base[name] ?? "", mine[name] ?? "", theirs[name] ?? "");
    if (text === undefined) conflicts.push(name);
    else merged[name] = text;
  };
  Object.keys({ ...mine, ...theirs }).filter(isText).forEach(merge);
  const parts = (fields) => JSON.stringify(Object.entries(fields).filter(([name]) => !isText(name)).sort());
  const kinds = (fields) => JSON.stringify(Object.entries(fields).filter(([name]) => name.endsWith("-kind")).sort());
  if (parts(theirs) === parts(base) || parts(theirs) === parts(mine)) return { fields: merged, conflicts };
  const names = Object.keys({ ...mine, ...theirs }).filter((name) => !isText(name));
  if (kinds(mine) === kinds(base) && kinds(theirs) === kinds(base)) names.forEach(merge);
  else if (parts(mine) === parts(base)) {
    for (const name of names) delete merged[name];
    for (const name of names.filter((each) => each in theirs)) merged[name] = theirs[name];
  } else conflicts.push(...names.filter((name) => mine[name] !== theirs[name]));
  return { fields: merged, conflicts };
}

const isSameChange = (one, other) =>
  one.start === other.start && one.end === other.end && one.lines.join("\n\n") === other.lines.join("\n\n");

// What was put in place of which lines of the old text.
function changesOf(old, changed) {
  const lengths = commonLengths(old, changed);
  const changes = [];
  let [i, j] = [0, 0];
  while (i < old.length || j < changed.length) {
    if (i < old.length && j < changed.length && old[i] === changed[j]) {
      i += 1;
      j += 1;
      continue;
    }
    const [start, from] = [i, j];
    while ((i < old.length || j < changed.length) && !(i < old.length && j < changed.length && old[i] === changed[j])) {
      if (j >= changed.length || (i < old.length && lengths[i + 1][j] >= lengths[i][j + 1])) i += 1;
      else j += 1;
    }
    changes.push({ start, end: i, lines: changed.slice(from, j) });
  }
  return changes;
}

// For each pair of places the length of the longest common subsequence behind them.
function commonLengths(old, changed) {
  const lengths = Array.from({ length: old.length + 1 }, () => new Array(changed.length + 1).fill(0));
  for (let i = old.length - 1; i >= 0; i -= 1) {
    for (let j = changed.length - 1; j >= 0; j -= 1) {
      const best = Math.max(lengths[i + 1][j], lengths[i][j + 1]);
      lengths[i][j] = old[i] === changed[j] ? lengths[i + 1][j + 1] + 1 : best;
    }
  }
  return lengths;
}
