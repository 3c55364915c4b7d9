import { expect, it } from 'vitest';
import { terraformTexts } from '../system.js';

/** A directory whose name a shell or Terraform would run, if either read it as more than text. */
const ROOT = `\`x\` $(x) "x" \${x}`;

/** The same as text of Terraform, and as text between the quotes of an expression. */
const IN_TEMPLATE = ROOT.replace(/\$(?=\{)/, '$$$$');
const IN_QUOTES = IN_TEMPLATE.replaceAll('"', '\\"');
const MODULE = `\${path.module}/../../../`;

it('no shell and no template of a stack runs what the name of the source root says', () => {
  const { swarm, ...modes } = terraformTexts({}, ROOT);
  const stack = JSON.parse(swarm);
  expect(stack.resource.terraform_data.prepared.provisioner[0]['local-exec'].command).toContain(
    ` prepare '${IN_TEMPLATE}/.opsconductor/system.prod.json' $PPID --stack`,
  );
  expect(stack.locals.secrets).toContain(`file("${MODULE}${IN_QUOTES}/.opsconductor/secrets.prod.env")`);
  for (const [mode, text] of Object.entries(modes)) {
    const { resource, locals } = JSON.parse(text);
    const { prepared, complete } = resource.terraform_data;
    const [note, ...commands] = complete.provisioner.map(
      (each: Record<string, object>) => each['local-exec'],
    );
    expect(note.command).toBe('printf %s "$PREPARATION" > "$FILE"');
    expect(note.environment.FILE).toBe(`${MODULE}${IN_TEMPLATE}/.opsconductor/preparation.${mode}`);
    const words = mode === 'prod' ? ['guard', 'prepare'] : ['prepare'];
    expect(commands.map(({ command }: { command: string }) => command)).toEqual(
      words.map((word) =>
        expect.stringContaining(` ${word} '${IN_TEMPLATE}/.opsconductor/system.${mode}.json'`),
      ),
    );
    expect(prepared.triggers_replace.preparation).toContain(
      `file("${MODULE}${IN_QUOTES}/.opsconductor/preparation.${mode}")`,
    );
    expect(locals.source_root).toContain(`abspath("${MODULE}${IN_QUOTES}")`);
    expect(locals.secrets).toContain(`file("${MODULE}${IN_QUOTES}/.opsconductor/secrets.${mode}.env")`);
  }
});
