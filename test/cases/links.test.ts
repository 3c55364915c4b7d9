import { describe, expect, it } from 'vitest';
import { errors, of } from './lines.js';
import { verdict } from './verdict.js';

const APP = {
  'app/main.py': 'open("reports/today.txt")\n',
  'app/store/one.txt': '1\n',
  'app/reports/today.txt': { link: '../store/one.txt' },
  'app/Dockerfile': 'FROM python:3.12-slim\nWORKDIR /app\nCOPY main.py ./\nCOPY reports ./reports\n',
};
const compose = (mounts: string) => ({
  'compose.yaml': `services:\n  app: {build: ./app, user: "1000", volumes: [${mounts}]}\n`,
});
const DANGLING =
  'link "app/reports/today.txt" -> "../store/one.txt" leads to /app/store/one.txt in the container, where nothing is known to be at "app/store/one.txt"';

describe('a link', () => {
  it('is an error where the image gets it without what it leads to, though the context has that', async () => {
    const lines = await verdict({ ...APP, ...compose('') }, { prod: ['compose.yaml'] });
    expect(errors(lines)).toEqual([`error links-stay-inside prod/app image: ${DANGLING}`]);
  });

  it('is an error where it is mounted without what it leads to', async () => {
    const lines = await verdict(
      { ...APP, ...compose('"./app/reports:/app/reports:ro"') },
      { dev: ['compose.yaml'] },
    );
    expect(errors(lines)).toEqual([`error links-stay-inside dev/app mounts[/app/reports]: ${DANGLING}`]);
  });

  it('is none where what it leads to is mounted or copied too', async () => {
    const both = '"./app/reports:/app/reports:ro", "./app/store:/app/store:ro"';
    const dev = await verdict({ ...APP, ...compose(both) }, { dev: ['compose.yaml'] });
    expect(of(dev, 'links-stay-inside')).toEqual([]);
    const all = { ...APP, 'app/Dockerfile': `${APP['app/Dockerfile']}COPY store ./store\n` };
    expect(
      of(await verdict({ ...all, ...compose('') }, { prod: ['compose.yaml'] }), 'links-stay-inside'),
    ).toEqual([]);
  });

  it('that no COPY takes is none', async () => {
    const files = {
      'notes/link': { link: '../.venv/nowhere' },
      'app.py': 'print(1)\n',
      Dockerfile: 'FROM python:3.12-slim\nCOPY app.py /app/app.py\n',
      'compose.yaml': 'services:\n  api: {build: .}\n',
    };
    expect(errors(await verdict(files, { compose: ['compose.yaml'] }))).toEqual([]);
    const all = { ...files, Dockerfile: 'FROM python:3.12-slim\nCOPY . /app/\n' };
    expect(errors(await verdict(all, { compose: ['compose.yaml'] }))).toEqual([
      'error links-stay-inside prod/api image: link "notes/link" -> "../.venv/nowhere" leads nowhere',
    ]);
  });
});
