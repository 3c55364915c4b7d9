/** A section of a page, without its heading. */
export function sectionOf(page: string, heading: string): string {
  const section = page.split(/^## /m).find((text) => text.startsWith(`${heading}\n`));
  if (section === undefined) throw new Error(`there is no section ${heading}`);
  return section.slice(heading.length + 1);
}

/** The files that a section lists, sorted, with names in the place of its words in capitals. */
export function filesListed(section: string, names: Readonly<Record<string, string>> = {}): string[] {
  const bullets = [...section.matchAll(/^- (`[^:]+`):/gm)].map((match) => match[1] ?? '');
  const paths = bullets.flatMap((bullet) =>
    [...bullet.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? ''),
  );
  const named = paths.map((path) => path.replaceAll(/\b[A-Z]{2,}\b(?!\.md)/g, (word) => names[word] ?? word));
  return named.sort();
}

/** The lines of each block of commands, without remarks. */
export function blocksOf(page: string): string[][] {
  return [...page.matchAll(/```bash\n([\s\S]*?)```/g)].map(([, block = '']) =>
    block
      .trim()
      .split('\n')
      .map((line) => line.replace(/ +# .*/, '')),
  );
}

/** What the diff of a section has people write: of each file in TypeScript, by its new name, the lines that go and that come. */
export function editsOf(section: string): { file: string; lines: string[] }[] {
  const [, diff = ''] = /```diff\n([\s\S]*?)```/.exec(section) ?? [];
  return diff.split(/^# /m).flatMap((part) => {
    const [heading = '', ...lines] = part.trimEnd().split('\n');
    const file = heading.split(' → ').at(-1) ?? '';
    return file.endsWith('.ts') ? [{ file, lines }] : [];
  });
}

/** A text in which each line that a diff takes away has what comes after it in its place. */
export function edited(text: string, diff: readonly string[]): string {
  const rest = text.split('\n');
  let place = 0;
  for (const line of diff) {
    if (line.startsWith('-')) {
      const at = rest.indexOf(line.slice(1));
      if (at < 0) throw new Error(`there is no line ${line.slice(1)}`);
      rest.splice(at, 1);
      place = at;
    } else rest.splice(place++, 0, line.slice(1));
  }
  return rest.join('\n');
}

/** The page with another diff in a section. */
export function withDiff(page: string, heading: string, diff: string): string {
  const section = sectionOf(page, heading);
  return page.replace(section, () =>
    section.replace(/```diff\n[\s\S]*?```/, () => `\`\`\`diff\n${diff}\n\`\`\``),
  );
}
