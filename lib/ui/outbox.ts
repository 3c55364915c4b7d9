/** What one reader gets at once. */
export interface Batch<T> {
  readonly items: readonly T[];
  /** How many had to go before these, because the reader was too slow. */
  readonly dropped: number;
}

interface Waiting<T> {
  readonly item: T;
  readonly key: string | undefined;
}

/** What waits for one reader, who may be slow or asleep: no more than a number of items, of which the oldest go first. */
export class Outbox<T> {
  private waiting: Waiting<T>[] = [];
  private dropped = 0;
  private isEnded = false;
  private wake: (() => void) | undefined;

  /** @param most items that wait at a time */
  constructor(private readonly most: number) {}

  /** @param key takes the place of what waits under the same one @default - it has none */
  push(item: T, key?: string): void {
    if (this.isEnded) return;
    if (key !== undefined) this.waiting = this.waiting.filter((other) => other.key !== key);
    this.waiting.push({ item, key });
    if (this.waiting.length > this.most) {
      this.waiting.shift();
      this.dropped += 1;
    }
    this.wake?.();
  }

  /** How many items wait. */
  get held(): number {
    return this.waiting.length;
  }

  /** All that waits, as soon as anything does, until the end. */
  async *batches(): AsyncGenerator<Batch<T>> {
    while (true) {
      const batch = { items: this.waiting.map(({ item }) => item), dropped: this.dropped };
      this.waiting = [];
      this.dropped = 0;
      if (batch.items.length > 0) yield batch;
      else if (this.isEnded) return;
      else
        await new Promise<void>((resolve) => {
          this.wake = resolve;
        });
    }
  }

  /** Nothing more comes; what waits is still given. */
  end(): void {
    this.isEnded = true;
    this.wake?.();
  }
}
