import { styleText } from 'node:util';

type Colour = Exclude<Parameters<typeof styleText>[0], readonly unknown[]>;

/** Colour on a terminal alone, and never where NO_COLOR is set (no-color.org). */
export function colour(name: Colour, text: string): string {
  const isWanted = process.stdout.isTTY && !process.env.NO_COLOR && process.env.TERM !== 'dumb';
  return isWanted ? styleText(name, text, { validateStream: false }) : text;
}

const SERVICES = [
  'cyan',
  'yellow',
  'green',
  'magenta',
  'blue',
  'cyanBright',
  'yellowBright',
  'greenBright',
] as const;

/** A text in the colour of a service: those beside each other differ. @param index of the service among all */
export function serviceColour(index: number, text: string): string {
  return colour(SERVICES[index % SERVICES.length] ?? 'cyan', text);
}
