import { eachImage } from '../each-image.js';
import { lineOf } from '../image.js';
import type { Rule } from '../rule.js';

/** Directories that a package manager fills on the machine that it runs on. */
const PACKAGES = /^(.*?\/(node_modules|\.venv|venv|bower_components))\//;

/** An image installs its packages itself; those of the host are of another platform. */
export const noHostPackages: Rule = {
  id: 'no-host-packages',
  severity: 'warning',
  group: 'build',
  claim: 'No COPY takes packages that are installed on the host, such as node_modules.',
  why: 'They are built for the host, and lie over what the image has installed: a program that ran yesterday fails, or runs with other versions.',
  wrong: { language: 'dockerfile', text: '# node_modules is not in .dockerignore\nRUN npm ci\nCOPY . .' },
  right: { language: 'text', text: '# .dockerignore\nnode_modules' },
  check: eachImage((image) => {
    const found = new Map<string, number>();
    for (const [path, origin] of image.files) {
      const packages = origin.from === 'context' ? PACKAGES.exec(path)?.[1] : undefined;
      if (packages !== undefined && !found.has(packages)) found.set(packages, origin.line);
    }
    return [...found].map(([path, line]) => ({
      at: 'image',
      problem: `gets ${path} from the host, not from its own install`,
      fix: `name ${path.slice(path.lastIndexOf('/') + 1)} in .dockerignore`,
      ...lineOf(image, line),
    }));
  }),
};
