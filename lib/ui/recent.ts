/** The last items of many: no more than a number of them, nor than a number of characters. */
export class Recent<T> {
  private items: { readonly item: T; readonly size: number }[] = [];
  private size = 0;

  /** @param sizeOf an item, in characters */
  constructor(
    private readonly most: { readonly items: number; readonly size: number },
    private readonly sizeOf: (item: T) => number,
  ) {}

  add(item: T): void {
    const size = this.sizeOf(item);
    this.items.push({ item, size });
    this.size += size;
    while (this.items.length > this.most.items || (this.size > this.most.size && this.items.length > 1))
      this.size -= this.items.shift()?.size ?? 0;
  }

  get all(): readonly T[] {
    return this.items.map(({ item }) => item);
  }

  get held(): number {
    return this.items.length;
  }

  clear(): void {
    this.items = [];
    this.size = 0;
  }
}
