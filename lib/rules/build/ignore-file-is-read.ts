import { eachImage } from '../each-image.js';
import type { Rule } from '../rule.js';

/** A build reads one ignore file: that of its Dockerfile's name, or that of the context's root. */
export const ignoreFileIsRead: Rule = {
  id: 'ignore-file-is-read',
  severity: 'note',
  group: 'build',
  claim: 'No .dockerignore lies beside a Dockerfile where no build reads it.',
  why: 'What it names gets into the context, and with a COPY of the directory into the image: passwords in `.env`, for example.',
  wrong: {
    language: 'text',
    text: '# context: .\n# Dockerfile: services/api/Dockerfile\nservices/api/.dockerignore',
  },
  right: { language: 'text', text: '# context: .\nservices/api/Dockerfile.dockerignore' },
  check: eachImage((image, service) => {
    if (service.image?.kind !== 'build') return [];
    const { dockerfile } = service.image.source;
    const directory = dockerfile.slice(0, dockerfile.lastIndexOf('/') + 1);
    const beside = `${directory}.dockerignore`;
    const { files, ignored, ignoreFile = '.dockerignore' } = image.context;
    if (directory === '') return [];
    const isThere = files.some(({ path }) => path === beside) || ignored.includes(beside);
    return isThere
      ? [
          {
            at: 'image',
            problem: `no build reads ${beside}: only ${ignoreFile} of the context's root is read`,
            fix: `name it ${dockerfile}.dockerignore, with paths from the context's root`,
            cause: beside,
          },
        ]
      : [];
  }),
};
