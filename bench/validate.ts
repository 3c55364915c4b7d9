/**
 * How long the validator takes, whole process: our own system, and a made one of 100 services with 10,000 files, read by
 * Docker Compose and without it. `node --import ./cli/typescript.mjs bench/validate.ts [RUNS]`, in quiet.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const RUNS = Number(process.argv[2] ?? 5);
const SERVICES = 100;
/** Beside main.py, the Dockerfile, requirements.txt and .dockerignore. */
const MODULES = 96;

const DOCKERFILE = `FROM python:3.12-slim
WORKDIR /srv
COPY requirements.txt .
RUN pip install --no-cache-dir -r requirements.txt
COPY app/ app/
USER 65534:65534
`;

const top = mkdtempSync(join(tmpdir(), 'opsconductor-bench-'));
try {
  makeTree(top);
  execFileSync('git', ['init', '--quiet'], { cwd: top });
  const setup = ['--dev', 'docker-compose.dev.yml', '--prod', 'docker-compose.prod.yml'];
  measure('our own system', []);
  measure(`${SERVICES} services, 10,000 files, by docker compose config`, setup);
  measure(`${SERVICES} services, 10,000 files, by the own parser`, setup, '/nowhere');
} finally {
  rmSync(top, { recursive: true });
}

function measure(title: string, args: readonly string[], path = process.env.PATH ?? ''): void {
  const seconds = Array.from({ length: RUNS }, () => {
    const began = performance.now();
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['--import', './cli/typescript.mjs', 'cli/index.ts', 'validate', ...args],
      {
        env: { ...process.env, PATH: path, TWOMODE_CALLED_FROM: top },
        encoding: 'utf8',
      },
    );
    if (status !== 0) throw new Error(`${title}: exit code ${status}\n${stdout.slice(0, 2000)}${stderr}`);
    return (performance.now() - began) / 1000;
  }).sort((a, b) => a - b);
  const [fastest, median] = [seconds[0] ?? 0, seconds[Math.floor(RUNS / 2)] ?? 0];
  console.log(`${title}: median ${median.toFixed(2)} s, fastest ${fastest.toFixed(2)} s of ${RUNS}`);
}

/** A setup of Python services that the rules find nothing wrong with. */
function makeTree(root: string): void {
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  const names = Array.from({ length: SERVICES }, (_, i) => `service-${i}`);
  for (const name of names) {
    write(`${name}/Dockerfile`, DOCKERFILE);
    write(`${name}/requirements.txt`, 'fastapi==0.119.1\n');
    write(`${name}/.dockerignore`, 'Dockerfile\n.dockerignore\n');
    write(`${name}/app/main.py`, 'from app import module_0\n\nprint(module_0.value)\n');
    for (let i = 0; i < MODULES; i++)
      write(
        `${name}/app/module_${i}.py`,
        i + 1 < MODULES
          ? `from app import module_${i + 1}\n\nvalue = module_${i + 1}.value + 1\n`
          : 'value = 0\n',
      );
  }
  for (const mode of ['dev', 'prod'])
    write(
      `docker-compose.${mode}.yml`,
      `services:\n${names.map((name, i) => service(name, i, mode)).join('')}`,
    );
}

function service(name: string, i: number, mode: string): string {
  return `  ${name}:
    build: ./${name}
    user: "65534:65534"
    command: [uvicorn, "app.main:app", --host, 0.0.0.0, --port, "8000"${mode === 'dev' ? ', --reload' : ''}]
    ports: ["${10_000 + i}:8000"]
    environment:
      LOG_LEVEL: info
${i + 1 < SERVICES ? `      NEXT_URL: http://service-${i + 1}:8000\n    depends_on: [service-${i + 1}]\n` : ''}${mode === 'dev' ? `    volumes:\n      - ./${name}/app:/srv/app\n` : ''}`;
}
