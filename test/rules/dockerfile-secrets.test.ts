// biome-ignore-all lint/suspicious/noTemplateCurlyInString: a Dockerfile's variables
import { describe, expect, it } from 'vitest';
import { dockerfileSecrets } from '../../lib/rules/safety/dockerfile-secrets.js';

/** `line name`, one for each. */
function secrets(text: string): string[] {
  return dockerfileSecrets(text).map(({ line, name }) => `${line} ${name}`);
}

describe('the secrets of a Dockerfile', () => {
  it.each([
    ['ENV TOKEN=hunter2', ['1 TOKEN']],
    ['ENV TOKEN hunter2', ['1 TOKEN']],
    ['ENV TOKEN  a=b c', ['1 TOKEN']],
    ['ENV A TOKEN=hunter2', []],
    ['ARG A TOKEN=hunter2', ['1 TOKEN']],
    ['ARG TOKEN', []],
    ['ENV A="x TOKEN=y"', []],
    ["ENV A='' TOKEN='hunter2'", ['1 TOKEN']],
    ['ENV A="" TOKEN=""', []],
    ['ENV TOKEN="hunter 2" PASSWORD=\\"x\\"', ['1 TOKEN', '1 PASSWORD']],
    ['ENV "TOKEN"=x', ['1 "TOKEN"']],
    ['ENV MY-TOKEN=x A(SECRET=y', ['1 MY-TOKEN', '1 A(SECRET']],
    ['ENV TOKEN=$T PASSWORD=${P} SECRET="${S}"', []],
    ['ENV TOKEN=${T:-hunter2} SECRET=x$S', ['1 TOKEN', '1 SECRET']],
    ['ENV URL=http://a:$P@c', []],
    ['ENV URL=http://a:b@$HOST', ['1 URL']],
    ['ENV TOKEN', []],
    ['ENV', []],
    ['LABEL TOKEN=hunter2', []],
    ['RUN TOKEN=hunter2 make', []],
    ['onbuild env TOKEN=hunter2', ['1 TOKEN']],
    ['ONBUILD RUN TOKEN=hunter2', []],
    ['', []],
  ])('of %j are %j', (text, expected) => {
    expect(secrets(text)).toEqual(expected);
    expect(secrets(`FROM x\n${text}`)).toEqual(expected.map((each) => each.replace('1', '2')));
  });

  it('have the line that names them', () => {
    const text =
      'FROM x\nENV TOKEN_TTL=1 \\\n  MY_TOKEN=x \\\n  # of the team\n  TOKEN=y\nENV SECRET \\\n  z\n';
    expect(secrets(text)).toEqual(['3 MY_TOKEN', '5 TOKEN', '6 SECRET']);
    expect(secrets('# escape=`\nENV A=1 `\n  TOKEN=x')).toEqual(['3 TOKEN']);
  });
});
