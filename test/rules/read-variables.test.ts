import { describe, expect, it } from 'vitest';
import { setIn, variablesIn } from '../../lib/rules/wiring/variables-in-code.js';

/** `NAME:line`, or `NAME:line=text` of one with a text of its own. */
const read = (text: string, language: 'python' | 'javascript' = 'python') =>
  variablesIn({ text, language }).map(
    ({ name, line, fallback }) => `${name}:${line}${fallback === undefined ? '' : `=${fallback}`}`,
  );

describe('of Python, code requires', () => {
  it.each<[string, string[]?]>([
    ['os.environ["A"]'],
    ["environ['A']"],
    ['os.environ [ "A" ]'],
    ['A = os.environ["A"]\nprint(A)'],
    ['if A:\n    pass\n', []],
    ['os.environ["A"] = "x"', []],
    ['del os.environ["A"]', []],
    ['os.environ["A-B"]', []],
    ['os.environ[A]', []],
    ['myos.environ["A"]', []],
    ['os.environ["A"].x["B"]'],
    ['def f():\n    os.environ["A"]', []],
    ['x = os.environ["A"] or y'],
    ['x = os.environ["A"] and y'],
    ['x = y or os.environ["A"]', []],
    ['x = y and os.environ["A"]', []],
    ['x = y + os.environ["A"]'],
    ['x = (y or z) + os.environ["A"]'],
  ])('what it takes by its name: %j', (code, names = ['A:1']) => {
    expect(read(code)).toEqual(names);
  });

  it.each<[string, string[]?]>([
    ['if not A:\n    raise X'],
    ['if A is None:\n    raise X'],
    ['if A == "":\n    raise X'],
    ["if A == '':\n    raise X"],
    ['if not A:\n    sys.exit(1)'],
    ['# why\n# it is\nif not A:\n    raise X'],
    ['assert A'],
    ['assert A, "is needed"'],
    ['if A:\n    raise X', []],
    ['if not B:\n    raise X', []],
    ['if not A:\n    print()', []],
    ['if not A:\n    sys.exit', []],
    ['raise X', []],
    ['assert A == "x"', []],
    ['assert A  < "x"', []],
    ['assert B', []],
    ['assert_that(A)', []],
  ])('what it cannot do without: %j', (next, names = ['A:1']) => {
    expect(read(`A = os.getenv("A")\n${next}\n`)).toEqual(names);
  });

  it.each([
    ['from decouple import config\nconfig("A")', ['A:2']],
    ['from decouple import config\nconfig("A", "x")', ['A:2']],
    ['  import environ\nenv("A")', ['A:2']],
    ['from environs import env\nenv.str("A")', ['A:2']],
    ['from starlette.config import Config\nconfig("A")', ['A:2']],
    ['from decouple import config\nconfig("A", default="x")', ['A:2=x']],
    ['from decouple import config\nconfig("A") or "x"', ['A:2=x']],
    ['from decouple import config\nconfig.get("A")', []],
    ['from decouple import config\nmy.config("A")', []],
    ['from decouple import config\ndef f():\n    config("A")', []],
    ['# from decouple import config\nconfig("A")', []],
    ['import decouples\nconfig("A")', []],
  ])('what a package asks for: %j', (code, names) => {
    expect(read(`${code}\n`)).toEqual(names);
  });

  it.each([
    ['a: str', ['A:3']],
    ['a: str\n    b: int', ['A:3', 'B:4']],
    ['a: str = "x"', ['A:3=x']],
    ['a: str = Field("x")', ['A:3=x']],
    ['a: str = Field(title="y", default="x")', ['A:3=x']],
    ['a: Optional[str]', []],
    ['a: str | None', []],
    ['a: ClassVar[str]', []],
    ['a: int = 3', []],
    ['a: str = b', []],
    ['a: str = f()', []],
    ['a = "x"', []],
    ['def a(self): pass', []],
    ['a: str\n    env_prefix = "X"', []],
    ['a: str\n    env_file = "X"', []],
    ['a: str\n    env_nested_delimiter = "X"', []],
    ['a: str\n    secrets_dir = "X"', []],
    ['a: str = Field(alias="B")', []],
    ['a: str = Field(env="B")', []],
  ])('a field of its settings: %j', (body, names) => {
    expect(read(`import os\nclass S(BaseSettings):\n    ${body}\n`)).toEqual(names);
    expect(read(`# BaseSettings\nclass S(Other):\n    ${body}\n`)).toEqual([]);
    expect(read(`# BaseSettings\nclass S:\n    ${body}\n`)).toEqual([]);
  });
});

describe('of Python, code falls back to', () => {
  it.each([
    ['os.getenv("A", "x")', ['A:1=x']],
    ['getenv("A", "x")', ['A:1=x']],
    ['environ.get("A", "x")', ['A:1=x']],
    ['os.environ.get("A", "x")', ['A:1=x']],
    ['os.getenv("A", default="x")', ['A:1=x']],
    ['os.getenv(key="A", default="x")', ['A:1=x']],
    ['os.getenv(  # of the\n    "A",  # name\n    "x",\n)', ['A:1=x']],
    ["os.getenv('A', '')", ['A:1=']],
    ['os.getenv("A", r"x")', ['A:1=x']],
    ['os.getenv("A", F"x{y}")', ['A:1=x{y}']],
    ['os.getenv("A", """x\ny""")', ['A:1=x\ny']],
    ["os.getenv('A', '''x''')", ['A:1=x']],
    ['\n\nos.getenv("A") or "x"', ['A:3=x']],
    ['"x" or os.getenv("A")', []],
    ['os.getenv("A") and "x"', []],
    ['os.getenv("A", 3)', []],
    ['os.getenv("A", "x" + y)', []],
    ['os.getenv(A, "x")', []],
    ['os.getenv("A-B", "x")', []],
    ['os.getenv()', []],
    ['my.getenv("A", "x")', []],
    ['os.getenvs("A", "x")', []],
    ['x = environ', []],
  ])('a text: %j', (code, names) => {
    expect(read(code)).toEqual(names);
  });
});

describe('of Node, code', () => {
  const node = (text: string) => read(text, 'javascript');

  it.each<[string, string[]?]>([
    ['if (!process.env.A) throw x'],
    ['if ( ! process.env.A ) {\n  throw x'],
    ['if (!process.env.A) process.exit(1)'],
    ['const a = process.env.A;\nif (!a) throw x'],
    ['export const a: string = process.env.A\n\nif ( ! a ) {\n  process.exit(1)'],
    ['let a = process.env.A;\nif (!a) throw x'],
    ['var a = process.env.A;\nif (!a) throw x'],
    ['if (process.env.A) throw x', []],
    ['if (!process.env.A) throws()', []],
    ['if (!process.env.A) process.exits', []],
    ['  if (!process.env.A) throw x', []],
    ['const a = process.env.A;\nif (!b) throw x', []],
    ['const a = process.env.A;\nif (!a) return', []],
    ['  const a = process.env.A;\n  if (!a) throw x', []],
  ])('requires what it throws without: %j', (code, names = ['A:1']) => {
    expect(node(code)).toEqual(names);
    expect(node(`\n\n${code}`)).toEqual(names.map((name) => name.replace('1', '3')));
  });

  it.each([
    ["a = process.env.A || 'x'", ['A:1=x']],
    ['a = process.env.A ?? "x"', ['A:1=x']],
    ['a = process.env["A"] || `x`', ['A:1=x']],
    ["a = process.env['A']||''", ['A:1=']],
    ['a = process.env.A || b', []],
    ['a = process.env.A | "x"', []],
    ['\n// a = process.env.A || "x"', []],
    ['\n * process.env.A || "x"', []],
    ['\n/* process.env.A || "x"', []],
    ['b(); // process.env.A || "x"', []],
    ['b("//c", process.env.A || "x")', ['A:1=x']],
    ['\nconst { A = "x", B, C: c = \'y\' } = process.env;', ['A:2=x', 'C:2=y']],
    ['const {\n  A = "x",\n} = process.env', ['A:2=x']],
    ['const {A="x"}=process.env', ['A:1=x']],
    ['const { A  =  "x" }  =  process.env', ['A:1=x']],
    ['const { A = { B: "x" } } = process.env', []],
    ['const { A = "x" } = process.env.B', []],
    ['const { A = "x" } = other.env', []],
    ['// const { A = "x" } = process.env', []],
  ])('falls back to a text: %j', (code, names) => {
    expect(node(code)).toEqual(names);
  });

  it.each([
    ['os.environ["A"] = "x"', ['A']],
    ["environ[ 'A' ]= x", ['A']],
    ['os.environ["A"] == "x"', []],
    ['os.environ.setdefault("A", "x")', ['A']],
    ["environ.setdefault( 'A'", ['A']],
    ['process.env.A = 1', ['A']],
    ['process.env.A ??= 1', ['A']],
    ['process.env.A ||= 1', ['A']],
    ['process.env.A == 1', []],
    ['process.env.A', []],
    ['process.env.A = process.env.B = 1', ['A', 'B']],
  ])('and Python set for themselves: %j', (text, names) => {
    expect(setIn({ text })).toEqual(names);
  });
});
