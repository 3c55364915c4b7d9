import { sentenceOf, UserError } from '../model/user-error.js';
import { Recent } from './recent.js';

/** What the page may have done. */
export const WORK_KINDS = ['restart', 'rebuild'] as const;
export type WorkKind = (typeof WORK_KINDS)[number];

/** Something that is being done, or was. */
export interface Work {
  readonly id: number;
  readonly kind: WorkKind;
  readonly services: readonly string[];
  /** RFC 3339. */
  readonly began: string;
  readonly state: 'running' | 'done' | 'failed';
  /** How long it took. @default - it is not over */
  readonly seconds?: number;
  /** What it has said, the last lines. */
  readonly lines: readonly string[];
}

/** Does it. @param say takes each line of its progress @throws UserError where it fails */
export type Worker = (services: readonly string[], say: (line: string) => void) => Promise<void>;

const LINES = { items: 300, size: 128 * 1024 };
/** Works that are remembered. */
const MOST = 10;

/** What was asked for on the page: one thing at a time. */
export class Works {
  private all: Work[] = [];
  private count = 0;

  /** @param changed is called with all works after each line */
  constructor(
    private readonly workers: Readonly<Record<WorkKind, Worker>>,
    private readonly changed: (works: readonly Work[]) => void,
  ) {}

  /** What is being done now. */
  get current(): Work | undefined {
    return this.all.find(({ state }) => state === 'running');
  }

  get known(): readonly Work[] {
    return this.all;
  }

  /** Begins it. @throws UserError while something else is done */
  begin(kind: WorkKind, services: readonly string[]): Work {
    const { current } = this;
    if (current)
      throw new UserError(
        `${current.services.join(', ')}: a ${current.kind} is under way`,
        'wait until it is done',
      );
    this.count += 1;
    const began = Date.now();
    const lines = new Recent<string>(LINES, (line) => line.length);
    let work: Work = {
      ...{
        id: this.count,
        kind,
        services,
        began: new Date(began).toISOString(),
        state: 'running',
        lines: [],
      },
    };
    this.all = [...this.all, work].slice(-MOST);
    const become = (change: Partial<Work>) => {
      const before = work;
      work = { ...work, ...change, lines: lines.all };
      this.all = this.all.map((each) => (each === before ? work : each));
      this.changed(this.all);
    };
    const over = (state: 'done' | 'failed') =>
      become({ state, seconds: Math.round((Date.now() - began) / 100) / 10 });
    this.changed(this.all);
    void this.workers[kind](services, (line) => {
      lines.add(line);
      become({});
    }).then(
      () => over('done'),
      (error: Error) => {
        lines.add(sentenceOf(error));
        over('failed');
      },
    );
    return work;
  }
}
