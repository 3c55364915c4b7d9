/** A port that a text names, and the line, from 1. */
export interface PortInText {
  readonly port: number;
  readonly line: number;
}

/** Options by which servers are told their port: uvicorn, flask, gunicorn, Django, Vite, http.server. */
const OPTIONS = [
  /(?:^|\s)--port[=\s]+(\d{2,5})\b/g,
  /\b(?:flask|next|vite|serve|http-server|rails)\b.{0,200}?\s-p\s+(\d{2,5})\b/g,
  /(?:^|\s)(?:-b|--bind)[=\s]+\S{0,100}?:(\d{2,5})\b/g,
  /\brunserver\s+(?:\S{1,100}:)?(\d{2,5})\b/g,
  /\bhttp\.server\s+(\d{2,5})\b/g,
];

/** Options by which programs are told a second port, for a debugger or a console: debugpy, Node.js, MinIO. */
const SIDE_OPTIONS =
  /(?:^|\s)--(?:listen|inspect(?:-\w+)?|console-address)[=\s]+(?:\S{0,100}:)?(\d{2,5})(?=\s|$)/g;

/** The ports in a command line on which a program listens beside its own. */
export function sidePortsInCommand(line: string): number[] {
  return [...line.matchAll(SIDE_OPTIONS)].map(([, port]) => Number(port));
}

/** The ports in a command line. */
export function portsInCommand(line: string): number[] {
  return OPTIONS.flatMap((option) => [...line.matchAll(option)].map(([, port]) => Number(port)));
}

/** Calls that start a server, by their last names. */
const PYTHON_SERVERS =
  /^(?![ \t]*#).*?\b(?:uvicorn\.run|app\.run|application\.run|socketio\.run|run_app|run_simple|serve)\s*\(/gm;
const LONGEST_CALL = 4000;

/** `uvicorn.run(app, port=3002)`, the port by name too where the file says `PORT = 3002`. */
export function portsInPython(text: string): PortInText[] {
  const calls = [...text.matchAll(PYTHON_SERVERS)].flatMap(({ index, 0: call }) => {
    const start = index + call.length;
    const [whole, value = ''] = /\bport\s*=\s*(\w+)\s*[,)\n]/.exec(callAt(text, start)) ?? [];
    if (whole === undefined) return [];
    const port = /^\d+$/.test(value) ? Number(value) : constant(text, value);
    const offset = text.indexOf(whole, start);
    return port === undefined ? [] : [{ port, line: lineAt(text, offset) }];
  });
  return [
    ...calls,
    ...found(text, /^(?![ \t]*#).*?\bHTTPServer\(\s*\(\s*["'][^"']*["']\s*,\s*(\d{2,5})\b/gm),
  ];
}

/**
 * `super().__init__('mailer', '1.0.0', 3004)`: most likely the port, which the class above is told; not said plainly, for
 * that class is not read.
 */
export function likelyPortsInPython(text: string): PortInText[] {
  return found(
    text,
    /^(?![ \t]*#).*?\bsuper\(\)\.__init__\(\s*(?:[^()\d]|\d(?=[^()]*["']))*?\b(?:port\s*=\s*)?([1-9]\d{3,4})\s*[,)]/gm,
  ).filter(({ port }) => port > 1023 && port < 65_536);
}

/** `app.listen(3000)`. */
export function portsInJavaScript(text: string): PortInText[] {
  return found(text, /^(?![ \t]*\/\/).*?\.listen\(\s*(\d{2,5})\b/gm);
}

/** `listen 3000;` and `listen 127.0.0.1:3000`. */
export function portsInNginx(text: string): PortInText[] {
  return found(text, /^[^#\n]*?\blisten\s+(?:\S{1,100}:)?(\d{2,5})\b/gm);
}

/** `server: { port: 3000 }`. */
export function portsInVite(text: string): PortInText[] {
  return found(text, /\bserver\s*:\s*\{[^}]{0,2000}?\bport\s*:\s*(\d{2,5})\b/g);
}

function found(text: string, pattern: RegExp): PortInText[] {
  return [...text.matchAll(pattern)].map((match) => ({
    port: Number(match[1]),
    line: lineAt(text, match.index + match[0].length),
  }));
}

/** The arguments of a call, up to its closing parenthesis. */
function callAt(text: string, start: number): string {
  let open = 1;
  const end = Math.min(text.length, start + LONGEST_CALL);
  for (let i = start; i < end; i++) {
    if (text[i] === '(') open++;
    else if (text[i] === ')') open--;
    if (open === 0) return text.slice(start, i + 1);
  }
  return text.slice(start, end);
}

function constant(text: string, name: string): number | undefined {
  const line = new RegExp(`^${name}\\s*(?::\\s*\\w+\\s*)?=\\s*(\\d{2,5})\\s*(?:#.*)?$`, 'm').exec(text);
  return line ? Number(line[1]) : undefined;
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}
