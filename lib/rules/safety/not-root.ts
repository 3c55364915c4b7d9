import { NOT_ROOT } from '../../construct/definition.js';
import type { CheckedService } from '../../model/checked-system.js';
import { type Image, imageOf, lineOf } from '../image.js';
import { eachService, isForeign, type Rule, type ServiceClaim } from '../rule.js';

/** No container runs as root. */
export const notRoot: Rule = {
  id: NOT_ROOT,
  severity: 'error',
  group: 'safety',
  claim: 'No container runs as root.',
  why: 'Whoever breaks out of a root process in a container is root on the host.',
  wrong: { language: 'yaml', text: "user: '0:0'" },
  right: { language: 'yaml', text: "user: '65534:65534'" },
  check: eachService((service, input): ServiceClaim[] => {
    const { image } = service;
    const built = imageOf(service, input);
    const user = service.user ?? built?.user?.name;
    if (user === undefined && isForeign(service, input)) return [byImage(image, built)];
    // a USER that a variable names may be anybody
    if (user === undefined || user.includes('$')) return [mayBeRoot(image)];
    return /^(root|0+)(:|$)/.test(user)
      ? [
          {
            at: 'user',
            problem: 'runs as root',
            fix: isForeign(service, input)
              ? 'name another user'
              : 'name another user, or declare why it has to be root',
            ...(service.user === undefined && built?.user ? lineOf(built, built.user.line) : {}),
          },
        ]
      : [];
  }),
};

function mayBeRoot(image: CheckedService['image']): ServiceClaim {
  return {
    at: 'user',
    severity: 'note',
    problem: `runs as the user of its image${image?.kind === 'external' ? ` ${image.reference}` : ''}, which may be root`,
    fix: 'name a user, or do nothing if the image names one',
  };
}

/** Images whose user is root, as their Dockerfiles have it. */
const OF_ROOT =
  /^(docker\.io\/)?(library\/)?(alpine|debian|ubuntu|busybox|fedora|rockylinux|almalinux|amazonlinux|buildpack-deps|python|node|golang|rust|ruby|php|perl|eclipse-temurin|maven|composer|httpd|caddy|traefik)(:[\w.-]*)?(@.*)?$/;

/** Told once for all services: of an image that is known, for sure. */
function byImage(image: CheckedService['image'], built: Image | undefined): ServiceClaim {
  const reference = !built && image?.kind === 'external' ? image.reference : built?.base;
  return reference !== undefined && OF_ROOT.test(reference)
    ? {
        at: 'user',
        severity: 'warning',
        problem: `runs as root: nothing names another user than that of ${reference}`,
        fix: 'name a user: `USER` in the Dockerfile, or `user` here',
        cause: 'root',
      }
    : {
        at: 'user',
        severity: 'note',
        problem: 'runs as the user of its image, which may be root',
        fix: 'name a user, or do nothing if the image names one',
        cause: 'unknown',
      };
}
