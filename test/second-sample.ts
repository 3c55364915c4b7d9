import { appendFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What its communication-service wants to know and nobody sets, with what a person adds to the construct in its place. */
const OWN_SECRETS = {
  ENCRYPTION_KEY: "{ secret: 'ENCRYPTION_KEY', form: 'fernet' }",
  SMTP_PASSWORD: "{ secret: 'SMTP_PASSWORD', form: 'from the team' }",
} as const;

/** A value that a shell, an env file and a Compose file would each read in another way. */
export const ODD_VALUE = `p@ss w0rd/#$HOME'"%{x}=`;

/**
 * Makes of the sample a checkout as another team has it: its frontend has one stage, which starts a development server, and
 * takes no shared/; one service has secrets of its own, and one cannot be built. It has no Compose files.
 * @param root a copy of the sample's source root
 */
export function makeSecondSample(root: string): void {
  for (const word of ['dev', 'clean']) rmSync(join(root, `docker-compose.${word}.yml`));
  rmSync(join(root, 'frontend'), { recursive: true });
  for (const [path, text] of Object.entries(FRONTEND)) {
    mkdirSync(dirname(join(root, 'frontend', path)), { recursive: true });
    writeFileSync(join(root, 'frontend', path), text);
  }
  const main = join(root, 'communication-service/main.py');
  writeFileSync(main, readFileSync(main, 'utf8').replace('\nfrom fastapi', `${READS_SECRETS}\nfrom fastapi`));
  appendFileSync(join(root, 'identity-service/Dockerfile'), 'RUN test -d /opt/of-the-vendor\n');
}

/** What a person writes into communication-service's construct, once told. @param project the project's directory */
export function declareSecrets(project: string): void {
  const construct = join(project, 'constructs/communication-service.ts');
  const lines = Object.entries(OWN_SECRETS).map(([name, value]) => `        ${name}: ${value},\n`);
  const text = readFileSync(construct, 'utf8');
  writeFileSync(
    construct,
    text.replace("      live: [file('main.py')],\n", (line) => {
      return `${line}      environment: {\n${lines.join('')}      },\n`;
    }),
  );
}

const READS_SECRETS = `
import base64
import os

SMTP_PASSWORD = os.environ["SMTP_PASSWORD"]
assert len(base64.urlsafe_b64decode(os.environ["ENCRYPTION_KEY"])) == 32
`;

const FRONTEND: Readonly<Record<string, string>> = {
  Dockerfile: `FROM node:20-alpine
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci
COPY . .
EXPOSE 3000
CMD ["npm", "start"]
`,
  'package.json': JSON.stringify({
    name: 'page',
    private: true,
    scripts: { start: 'node serve.mjs', build: 'node build.mjs' },
  }),
  'package-lock.json': JSON.stringify({
    name: 'page',
    lockfileVersion: 3,
    packages: { '': { name: 'page' } },
  }),
  'tsconfig.json': '{}\n',
  '.env': 'REACT_APP_API_URL=http://localhost:3005\n',
  'public/robots.txt': 'User-agent: *\n',
  'src/page.mjs': `export const page = () => \`<title>The page</title><p id="api">\${process.env.REACT_APP_API_URL}</p>\\n\`;
`,
  'serve.mjs': `import { createServer } from 'node:http';
import { page } from './src/page.mjs';

createServer((_, response) => response.end(page())).listen(3000, () => console.log('Development server'));
`,
  'build.mjs': `import { mkdirSync, writeFileSync } from 'node:fs';
import { page } from './src/page.mjs';

mkdirSync('build');
writeFileSync('build/index.html', page());
`,
};
