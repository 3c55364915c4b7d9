import type { Registered, Stack } from '../construct/stack.js';
import type { Finding, SourcePlace } from '../model/finding.js';
import type { Mode } from '../model/mode.js';
import type { SystemSpec } from '../model/service-spec.js';
import { propsOf } from './props-of.js';
import { WrittenCalls } from './written-value.js';

/** Both stacks of a system, which know their services. */
export interface DescribedStacks {
  readonly dev: Stack<Mode>;
  readonly prod: Stack<Mode>;
}

/** Finds the lines of TypeScript that findings about a system come from. */
export class ConstructPlaces {
  private readonly known = new Map<Registered<Mode>, WrittenCalls>();

  /** @param fallback a file of the project that is surely there */
  constructor(
    private readonly stacks: DescribedStacks,
    private readonly fallback: string,
  ) {}

  /** The line of the prop that a finding is about, absolute; else of its construct, else of its stack. */
  find({ where, at }: Pick<Finding, 'where' | 'at'>): SourcePlace {
    const [mode = '', name] = where.split('/', 2);
    const stack = mode === 'prod' ? this.stacks.prod : this.stacks.dev;
    const [, meant] = /^services\[(.*)\]$/s.exec(at) ?? [];
    const service = stack.services.find((each) => each.name === (meant ?? name));
    const found = service
      ? this.ofService(service, at, meant !== undefined, stack.spec)
      : this.ofSystem(stack, at);
    return found ?? { file: this.fallback, line: 1 };
  }

  private ofService(
    service: Registered<Mode>,
    at: string,
    isCreation: boolean,
    system: SystemSpec,
  ): SourcePlace | undefined {
    const calls = this.callsOf(service);
    if (isCreation) return calls.creation;
    const found = propsOf(at, service.spec, system).flatMap((path) => calls.find(path) ?? []);
    // a class for several services only passes on what each of them says
    const ofItsOwn = found.find(({ file }) => file === calls.own?.file);
    // the parser read nothing: the runtime still knows a line
    return ofItsOwn ?? found[0] ?? calls.own ?? service.madeBy.calls[0];
  }

  /** What is of no service is of one that has it, as a volume is. */
  private ofSystem(stack: Stack<Mode>, at: string): SourcePlace | undefined {
    const { spec, services } = stack;
    const holder = services.find((service) => propsOf(at, service.spec, spec).length > 0);
    return holder && this.ofService(holder, at, false, spec);
  }

  private callsOf(service: Registered<Mode>): WrittenCalls {
    const known = this.known.get(service) ?? new WrittenCalls(service.madeBy.calls);
    this.known.set(service, known);
    return known;
  }
}
