import { describe, expect, it } from 'vitest';
import {
  portsInCommand,
  portsInJavaScript,
  portsInNginx,
  portsInPython,
  portsInVite,
  sidePortsInCommand,
} from '../../lib/rules/wiring/port-texts.js';

describe('a command line', () => {
  it.each([
    ['--port 3002', [3002]],
    ['--port  3002', [3002]],
    ['--port=80 --port 81', [80, 81]],
    ['x --port 123456', []],
    ['x --port 3002x', []],
    ['-b :3002', [3002]],
    ['--bind  0.0.0.0:3002', [3002]],
    ['x --bindings a:3002', []],
    ['flask run -p  3002', [3002]],
    ['next -p 3002', [3002]],
    ['rails server -p 3002', [3002]],
    ['http-server . -p 3002', [3002]],
    ['serve -p 3002', [3002]],
    ['observer -p 3002', []],
    ['manage.py runserver  0.0.0.0:3002', [3002]],
    ['manage.py runserver', []],
    ['python -m http.server  3002', [3002]],
  ])('%j has the ports %j', (line, ports) => {
    expect(portsInCommand(line)).toEqual(ports);
    expect(sidePortsInCommand(line)).toEqual([]);
  });

  it.each([
    ['--listen 5678', [5678]],
    ['--listen  5678', [5678]],
    ['--inspect=5678 --inspect-brk 0.0.0.0:5679', [5678, 5679]],
    ['--console-address :9001', [9001]],
    ['--inspect 5678x', []],
    ['--inspect-=5678', []],
  ])('%j has the ports %j beside its own', (line, ports) => {
    expect(sidePortsInCommand(line)).toEqual(ports);
    expect(portsInCommand(line)).toEqual([]);
  });
});

describe('Python', () => {
  it.each([
    ['uvicorn.run(app, port=3002)', [{ port: 3002, line: 1 }]],
    ['uvicorn.run(app, port =  3002 )', [{ port: 3002, line: 1 }]],
    ['uvicorn.run(\n  app,\n  port=3002\n)', [{ port: 3002, line: 3 }]],
    ['    app.run (port=3002)', [{ port: 3002, line: 1 }]],
    [
      'application.run(port=80)\nsocketio.run(app, port=81)',
      [80, 81].map((port, i) => ({ port, line: i + 1 })),
    ],
    ['  # uvicorn.run(app, port=3002)', []],
    ['\t# uvicorn.run(app, port=3002)', []],
    ['x = 1  \napp.run(f(port=1), port=2)\nf(port=3)', [{ port: 1, line: 2 }]],
    ['app.run(f(1))\nf(port=3)', []],
    ['app.run(port=P3)\nP3 = 3002', [{ port: 3002, line: 1 }]],
    ['app.run(port=P)\nXP = 3002\nP = 1 + 2', []],
    ['app.run(port=3P)\n3P = 3002', [{ port: 3002, line: 1 }]],
    ['app.run(port=3002', []],
    ['app.run(port=3002\n', [{ port: 3002, line: 1 }]],
    ['apprun(port=3002)', []],
    [`app.run(${' '.repeat(4100)}port=3002)`, []],
    [`app.run(${' '.repeat(3900)}port=3002)`, [{ port: 3002, line: 1 }]],
    ['HTTPServer(("", 3002), Handler)', [{ port: 3002, line: 1 }]],
    ['\n  s = HTTPServer( ( "0.0.0.0" ,  3002 ), Handler)', [{ port: 3002, line: 2 }]],
    ["HTTPServer(('',3002), Handler)", [{ port: 3002, line: 1 }]],
    ['HTTPServer(\n  (\n    "",\n    3002), Handler)', [{ port: 3002, line: 4 }]],
    ['  # HTTPServer(("", 3002), Handler)', []],
    ['\t\t# s = HTTPServer(("", 3002), Handler)', []],
    ['HTTPServer((HOST, 3002), Handler)', []],
  ])('%j listens on %j', (text, ports) => {
    expect(portsInPython(text)).toEqual(ports);
  });
});

describe('JavaScript', () => {
  it.each([
    ['app.listen(3002)', [{ port: 3002, line: 1 }]],
    ['\n  app.listen( 3002, f)', [{ port: 3002, line: 2 }]],
    ['  // app.listen(3002)', []],
    ['\t\t// app.listen(3002)', []],
    ['x //\n//app.listen(3002)', []],
    ['app.listen(PORT)', []],
    ['listen(3002)', []],
  ])('%j listens on %j', (text, ports) => {
    expect(portsInJavaScript(text)).toEqual(ports);
  });
});

describe('a configuration of nginx', () => {
  it.each([
    ['listen 3002;', [{ port: 3002, line: 1 }]],
    [
      'server {\n  listen   127.0.0.1:3002 ssl;\n  listen [::]:80;\n}',
      [3002, 80].map((port, i) => ({ port, line: i + 2 })),
    ],
    ['# listen 3002;', []],
    ['  x; # listen 3002;', []],
    ['listening 3002;', []],
    ['listen unix:/x;', []],
  ])('%j listens on %j', (text, ports) => {
    expect(portsInNginx(text)).toEqual(ports);
  });
});

describe('a configuration of Vite', () => {
  it.each([
    ['server:{port:3002}', [{ port: 3002, line: 1 }]],
    ['server : {\n  host: true,\n  port :  3002 }', [{ port: 3002, line: 3 }]],
    ['server:  {  port: 3002 }', [{ port: 3002, line: 1 }]],
    ['server: { host: true }, preview: { port: 3002 }', []],
    ['preview: { port: 3002 }', []],
    ['server: { sport: 3002 }', []],
  ])('%j listens on %j', (text, ports) => {
    expect(portsInVite(text)).toEqual(ports);
  });
});
