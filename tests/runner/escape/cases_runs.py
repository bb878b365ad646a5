"""What tries to use too much, to forge a result, to draw on the terminal, to spoil Python, or to break the reader."""

from __future__ import annotations

from app.runner import wire

_FORGE = "import json\nR = lambda r: (lambda b: struct.pack('!I', len(b)) + b)(r if isinstance(r, bytes) else json.dumps(r).encode())\n"

RESOURCES = {
    "loop": "while True: pass",
    "sleep": "time.sleep(3)",
    "ignore all signals": "for n in range(1, 65):\n  try: signal.signal(n, signal.SIG_IGN)\n  except (OSError, ValueError): pass\n"
    "t = time.time()\nwhile time.time() < t + 3: pass",
    "stop": "os.kill(os.getpid(), signal.SIGSTOP)",
    "memory": "x = bytearray(1200 << 20)\nprint('ESCAPED')",
    "memory by numpy": "import numpy\nnumpy.ones(1200 << 17)\nprint('ESCAPED')",
    "memory by mmap": "import mmap\nattempt(mmap.mmap, -1, 1200 << 20)",
    "locked memory": "import mmap\nm = mmap.mmap(-1, 1 << 20)\nattempt(c, 'mlockall', 3)",
    "processes": "def f():\n  for _ in range(20):\n    if os.fork() == 0: time.sleep(1); os._exit(0)\nattempt(f)",
    "threads": "import threading\ndef f():\n  for _ in range(60): threading.Thread(target=time.sleep, args=(1,), daemon=True).start()\n"
    "attempt(f)",
    "files": "def f():\n  for n in range(500): open(f'f{n}', 'w').close()\nattempt(f)",
    "folders": "def f():\n  for n in range(500): os.mkdir(f'f{n}')\nattempt(f)",
    "a large file": "def f():\n  with open('f', 'wb') as g:\n    for _ in range(20): g.write(bytes(1 << 20))\nattempt(f)",
    "large files": "def f():\n  for n in range(6):\n    with open(f'f{n}', 'wb') as g: g.write(bytes(8 << 20))\nattempt(f)",
    "open files": "attempt(lambda: [open('/dev/null') for _ in range(100)])",
    "pipes": "attempt(lambda: [os.pipe() for _ in range(100)])",
    "a core": "import resource\nif resource.getrlimit(4) != (1, 1): print('ESCAPED')",
    "prints": "while True: print('x' * 1000)",
    "prints errors": "for _ in range(3000): print('x' * 1000, file=sys.stderr)",
    "records": "while True: os.write(3, b'x' * 10000)",
    "recursion": "sys.setrecursionlimit(10**9)\ndef f(): f()\nf()",
    "an infinite repr": "class A:\n  def __repr__(self):\n    while True: pass\nA()",
    "a large repr": "class A:\n  def __repr__(self): return 'x' * (1200 << 20)\nA()",
    "a large number": "10 ** 100_000",
    "a slow pattern": "import re\nre.match('(a+)+$', 'a' * 40 + 'b')",
    "a slow sort": "class A:\n  def __lt__(self, o): time.sleep(1)\nsorted([A(), A(), A(), A()])",
    "timers": "for _ in range(100): signal.setitimer(signal.ITIMER_REAL, 3)",
}

FORGERIES = {
    "a record, then the end": _FORGE + "os.write(3, R({'ended': 'done', 'evil': 1}))\nos._exit(0)",
    "two records": _FORGE + "os.write(3, R({'ended': 'done'}))\n1",
    "a wrong length": "os.write(3, b'\\xff\\xff\\xff\\xff{}')\nos._exit(0)",
    "half a record": "os.write(3, b'\\0\\0')\nos._exit(0)",
    "a pickle": "import pickle\nos.write(3, pickle.dumps(print))\nos._exit(0)",
    "not an object": _FORGE + "os.write(3, R([1]))\nos._exit(0)",
    "deep nesting": _FORGE + "os.write(3, R(b'[' * 100000))\nos._exit(0)",
    "a wrong type": _FORGE + "os.write(3, R({'ended': 'done', 'shape': '(2, 3)'}))\nos._exit(0)",
    "a negative length": _FORGE + "os.write(3, R({'ended': 'done', 'shape': [-1]}))\nos._exit(0)",
    "a huge number": _FORGE
    + "os.write(3, R(b'{\"ended\": \"done\", \"shape\": [' + b'9' * 9000 + b']}'))\nos._exit(0)",
    "not a number": _FORGE + 'os.write(3, R(b\'{"ended": "done", "shape": [NaN]}\'))\nos._exit(0)',
    "not UTF-8": _FORGE + 'os.write(3, R(b\'{"ended": "\\xff"}\'))\nos._exit(0)',
    "an unknown end": _FORGE + "os.write(3, R({'ended': 'right'}))\nos._exit(0)",
    "a value of a run that failed": _FORGE + "os.write(3, R({'ended': 'memory', 'repr': '1'}))\nos._exit(0)",
    "a text that is code": _FORGE
    + "os.write(3, R({'ended': 'done', 'repr': '__import__(\"os\").system(\"touch ' + FOLDER + "
    "'/new\")'}))\nos._exit(0)",
    "no record": "os._exit(0)",
    "an exit": "sys.exit(0)",
    "a closed line": "os.close(3)\n1",
    "a line that is shut": "socket.socket(fileno=os.dup(3)).shutdown(2)\n1",
    "another json": "import json\njson.dumps = lambda *_, **__: 'x'\n1",
    "another describer": "import app.runner.describe as d\nd.describe = lambda _: {'evil': 1}\n"
    "sys.modules['app.runner.snippet'].describe = d.describe\n1",
    "a class that lies": "class A:\n  __class__ = int\n  def __repr__(self): return '7'\nA()",
    "a subclass of float": "class F(float):\n  def __repr__(self): raise SystemExit\nF(1)",
}

TERMINAL = {
    "clipboard": "print('\\x1b]52;c;AAAA\\x07')",
    "title": "print('\\x1b]0;evil\\x07')\nraise ValueError('\\x1b]0;evil\\x07')",
    "clear": "print('\\x1b[2J\\x1bc')\nclass A:\n  def __repr__(self): return '\\x1b[2J'\nA()",
    "one-byte controls": "print('\\x9b2J\\x9d52;c;AA\\x9c')",
    "bidi": "print('\\u202e\\u2066\\u200f')\nraise ValueError('\\u202e')",
    "unseen": "print('\\u200b\\ufeff\\u2060\\u00ad\\u2028')",
    "name of an error": "raise type('E\\x1b[2J', (Exception,), {})('x')",
    "name of a type": "type('T\\x1b[2J', (), {})()",
    "backspaces": "print('wrong\\b\\b\\b\\b\\bright\\r\\x7f')",
    "surrogates": "print('\\ud800')\nraise ValueError('\\udfff')",
    "bytes": "os.write(1, bytes(range(256)))",
    "markup": "print('[red]x[/] [@click=app.quit]y[/] [/INST] [MASK]')",
}

PYTHON = {
    "builtins": "import builtins\nbuiltins.len = builtins.print = None",
    "no builtins": "import builtins\nvars(builtins).clear()",
    "modules": "sys.modules.clear()",
    "hooks": "sys.excepthook = sys.displayhook = None\nsys.settrace(lambda *_: 1 / 0)",
    "at the end": "import atexit\natexit.register(time.sleep, 3)",
    "numpy": "import numpy\nnumpy.array = None\nnumpy.random.seed(3)\nnumpy.set_printoptions(precision=1)",
    "random": "import random\nrandom.seed(3)\nrandom.random = lambda: 0",
    "environment": "os.environ.clear()\nos.umask(0)",
    "memory of Python": "ctypes.memset(id(0), 255, 8)",
    "a crash": "ctypes.string_at(0)",
    "the collector": "import gc\ngc.disable()\ngc.freeze()",
    "interned strings": "ctypes.memset(id('ended') + 48, 88, 5)",
}

SOURCES = {
    "nested": "(" * 30_000 + ")" * 30_000,
    "deep": "-" * 60_000 + "1",
    "NUL": "1\0",
    "surrogate": "'\ud800'",
    "64 KiB": "1".rjust(wire.SOURCE_MAX, "\n"),
    "longer": "#" * (wire.SOURCE_MAX + 1),
    "one long line": "x = " + "1+" * 20_000 + "1",
    "endless string": "'''" * 10_001,
}

ARCHITECTURE = {
    "another architecture": "import mmap\nm = mmap.mmap(-1, 4096, prot=7)\nm.write(b'\\xb8\\x14\\0\\0\\0\\xcd\\x80\\xc3')\n"
    "f = ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(m)))\nprint('ESCAPED', f())",
    "32-bit numbers": "attempt(c, 'syscall', 0x40000000 | 39)",
}
"""Only where the processor has them: x86-64."""
