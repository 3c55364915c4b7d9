/** A reporter of vitest: the ten files that took longest, with all that they load, set up and clear away. */
export default class SlowestFiles {
  #seconds = [];

  onTestModuleEnd(module) {
    const { duration, collectDuration, setupDuration } = module.diagnostic();
    const name = module.relativeModuleId;
    this.#seconds.push({ name, seconds: (duration + collectDuration + setupDuration) / 1000 });
  }

  onTestRunEnd() {
    const slowest = this.#seconds.sort((a, b) => b.seconds - a.seconds).slice(0, 10);
    const sum = this.#seconds.reduce((all, { seconds }) => all + seconds, 0);
    console.log(
      `\nThe slowest of ${this.#seconds.length} files, which took ${sum.toFixed(0)} s one after the other:`,
    );
    for (const { name, seconds } of slowest) console.log(`${seconds.toFixed(1).padStart(7)} s  ${name}`);
  }
}
