import type { Mode } from '../model/mode.js';
import type { Stake } from './stakes.js';
import type { ServiceDiff } from './system-diff.js';

/** What a start would do that must not be passed over; a volume that another service still mounts is not left behind. */
export function stakesOf(services: readonly ServiceDiff[], mode: Mode): Stake[] {
  const mounted = new Set(
    services.flatMap(({ changes }) =>
      changes.flatMap(({ area, after }) => (area === 'data volume' && after !== undefined ? [after] : [])),
    ),
  );
  return services.flatMap(({ service, changes }) =>
    changes.flatMap(({ area, name, kind, before, after }): Stake[] => {
      const stake = (what: Stake['kind'], text: string): Stake[] => [
        { kind: what, service, text, modes: [mode] },
      ];
      if (area === 'data volume' && before !== undefined && !mounted.has(before))
        return stake(
          'lost data',
          `${before} is no longer mounted at ${name}; what is in it stays there, and is not seen`,
        );
      if (area === 'data volume' && kind === 'added') return stake('new data', `mounts ${after} at ${name}`);
      if (area === 'port' && after !== undefined) return stake('port', `opens ${after} (its port ${name})`);
      if (area === 'capability' && kind === 'added') return stake('right', `gets the capability ${name}`);
      return [];
    }),
  );
}
