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

/** The page with another diff in a section. */
export function withDiff(page: string, heading: string, diff: string): string {
  const section = sectionOf(page, heading);
  return page.replace(section, () =>
    section.replace(/```diff\n[\s\S]*?```/, () => `\`\`\`diff\n${diff}\n\`\`\``),
  );
}
