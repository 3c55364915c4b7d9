import { scriptIn } from '../../dockerfile/scripts.js';
import { isServedPage } from '../../dockerfile/served-page.js';
import type { CheckedService } from '../../model/checked-system.js';
import { fileAt, pathFrom } from '../container-files.js';
import { eachImage } from '../each-image.js';
import { imageOf, lineOf } from '../image.js';
import { type CheckInput, isForeign, type Rule, type ServiceClaim } from '../rule.js';
import { type Started, startedBy } from '../started.js';

/** Servers for development, which build a page anew at each request or edit. */
const DEVELOPMENT =
  /\b(react-scripts start|(webpack|ng|vue-cli-service) serve|webpack-dev-server|(next|nuxt|astro|remix) dev|vite(?!-| (build|preview))|npm (start|run (dev|start))|(yarn|pnpm) (run )?(dev|start))\b/;

/** Prod serves what a frontend's build makes. */
export const prodIsBuilt: Rule = {
  id: 'prod-is-built',
  severity: 'warning',
  group: 'build',
  claim: 'In prod, no service starts a development server where its package.json has a build script.',
  why: 'A development server is slow, shows its sources and errors to everybody, and is not made to be reached from outside.',
  wrong: {
    language: 'dockerfile',
    text: 'FROM node:20-alpine\nWORKDIR /app\nCOPY . .\nCMD ["npm", "start"]',
  },
  right: {
    language: 'dockerfile',
    text: 'FROM node:20-alpine AS dev\nWORKDIR /app\nCOPY . .\nCMD ["npm", "start"]\n\nFROM dev AS build\nRUN npm run build\n\nFROM nginx:1.28-alpine AS prod\nCOPY --from=build /app/build /usr/share/nginx/html\nCMD ["nginx", "-g", "daemon off;"]',
  },
  check: eachImage((image, service, input, { guessed }) => {
    if (service.mode === 'prod' && isServedPage(image.context.dockerfile)) return [SERVED];
    const found = guessed ? undefined : unbuilt(service, input);
    if (!found) return [];
    const { server, build } = found;
    return [
      {
        at: 'image',
        problem: `starts a development server in prod (${server.words.join(' ')}), though package.json has a build script (${build})`,
        fix: `${isForeign(service, input) ? '' : 'declare page: true in the construct, or '}give its Dockerfile a stage named prod that runs npm run build and serves what it makes, and one named dev for dev mode`,
        ...lineOf(
          image,
          image.context.dockerfile.split('\n').findLastIndex((line) => /^\s*FROM\s/i.test(line)) + 1,
        ),
      },
    ];
  }),
};

const SERVED: ServiceClaim = {
  at: 'image',
  severity: 'note',
  problem:
    'its Dockerfile only starts a development server, so prod serves what npm run build makes, by stages that are added',
  fix: 'nothing, or give its Dockerfile a stage named prod that does it, and one named dev for dev mode',
};

/** The development server that an image starts in prod, and the script that would build what it serves. */
export function unbuilt(
  service: CheckedService,
  input: CheckInput,
): { readonly server: Started; readonly build: string } | undefined {
  const image = imageOf(service, input);
  if (service.mode !== 'prod' || !image) return undefined;
  const server = startedBy(service, input).find(({ words }) => DEVELOPMENT.test(words.join(' ')));
  if (!server) return undefined;
  const file = fileAt(service, image, pathFrom(server.workdir, 'package.json'));
  const read = file === undefined ? undefined : input.facts.read(file);
  const build = read && 'text' in read ? scriptIn(read.text, 'build') : undefined;
  return build === undefined ? undefined : { server, build };
}
