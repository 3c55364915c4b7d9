import { describe, expectTypeOf, it } from 'vitest';
import type { EnvironmentValue, Variable } from '../../lib/model/environment.js';
import type { BindMount, Mount, VolumeMount } from '../../lib/model/mount.js';
import { browserUrl, type ContainerPort, type HostPort, internalUrl } from '../../lib/model/port.js';
import type { ServiceSpec, SystemSpec } from '../../lib/model/service-spec.js';

declare const bind: BindMount;
declare const volume: VolumeMount;
declare const container: ContainerPort;
declare const host: HostPort;
declare const localhost: Variable;
declare const prod: ServiceSpec<'prod'>;
declare const dev: ServiceSpec<'dev'>;

describe('mounts of a mode', () => {
  it('are data volumes alone in prod', () => {
    expectTypeOf<Mount<'prod'>>().toEqualTypeOf<VolumeMount>();
    // @ts-expect-error: a bind mount in prod
    const mount: Mount<'prod'> = bind;
    const spec: ServiceSpec<'prod'> = {
      ...prod,
      // @ts-expect-error: a bind mount among prod's mounts
      mounts: [volume, bind],
    };
    void [mount, spec];
  });

  it('are files of the host too in dev', () => {
    expectTypeOf<ServiceSpec<'dev'>>().toHaveProperty('mounts').toEqualTypeOf<readonly Mount<'dev'>[]>();
    const spec: ServiceSpec<'dev'> = { ...dev, mounts: [volume, bind] };
    void spec;
  });

  it('keep the modes apart in a whole system', () => {
    expectTypeOf<SystemSpec<'dev'>>().not.toExtend<SystemSpec<'prod'>>();
    // @ts-expect-error: a service of dev among prod's
    const services: SystemSpec<'prod'>['services'] = [dev];
    void services;
  });
});

describe('ports', () => {
  it('give a URL on the network for a container port alone', () => {
    expectTypeOf(internalUrl('http', 'api', container)).toEqualTypeOf<string>();
    // @ts-expect-error: another container does not see the host's port
    internalUrl('http', 'api', host);
    // @ts-expect-error: a number that nobody has said the side of
    internalUrl('http', 'api', 3000);
  });

  it('give a URL for the browser for a host port alone', () => {
    expectTypeOf(browserUrl(localhost, host)).toEqualTypeOf<EnvironmentValue>();
    // @ts-expect-error: the browser does not see the container's port
    browserUrl(localhost, container);
    // @ts-expect-error: a number that nobody has said the side of
    browserUrl(localhost, 3000);
  });

  it('cannot be published the wrong way round', () => {
    const published: ServiceSpec['published'][number] = {
      // @ts-expect-error: the host's port
      container: host,
      // @ts-expect-error: the container's port
      host: container,
      address: '127.0.0.1',
    };
    void published;
  });
});
