import type { CheckedService, CheckedSystem } from '../model/checked-system.js';
import { type Image, imageOf } from './image.js';
import { type CheckInput, eachService, type Rule, type ServiceClaim } from './rule.js';

/** Checks each service whose image is built here, and can be read: of another one such a rule knows nothing. */
export function eachImage(
  check: (
    image: Image,
    service: CheckedService,
    input: CheckInput,
    system: CheckedSystem,
  ) => readonly ServiceClaim[],
): Rule['check'] {
  return eachService((service, input, system) => {
    const image = imageOf(service, input);
    return image ? check(image, service, input, system) : [];
  });
}
