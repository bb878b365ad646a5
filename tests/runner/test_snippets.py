"""Legitimate snippets run and give what they give in plain Python."""

from __future__ import annotations

import os
from typing import Any

import pytest

from app.core.cage import Cage, Tier
from app.core.truth import Ended
from app.runner.client import Worker

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.xdist_group("runner")]

NP = "import numpy as np\n"
TORCH = "import torch\nfrom torch import nn\nimport torch.nn.functional as F\n"

SNIPPETS: list[tuple[str, str, dict[str, Any]]] = [
    # plain Python
    ("1 + 1", "", {"type": "int", "repr": "2", "data": ("2",), "shape": None, "dtype": ""}),
    ("x = 3", "", {"type": "", "repr": "", "data": None}),
    ("", "", {"type": "", "text": ""}),
    ("print('a')\nprint('b', end='')", "", {"text": "a\nb", "type": "NoneType", "repr": "None"}),
    ("n * 2", "n = 21", {"data": ("42",)}),
    ("n", "print('setup')\nn = 1", {"text": "", "data": ("1",)}),
    ("out.append(print); print('x')", "out = []", {"text": "x\n"}),
    ("0.1 + 0.2", "", {"type": "float", "data": ("0.30000000000000004",)}),
    ("1 < 2", "", {"type": "bool", "data": ("True",)}),
    ("1j * 1j", "", {"type": "complex", "data": ("(-1+0j)",)}),
    ("2 ** 70", "", {"data": ("1180591620717411303424",)}),
    ("'a' * 3", "", {"type": "str", "repr": "'aaa'", "data": None}),
    ("[2, 3]", "", {"type": "list", "repr": "[2, 3]", "shape": (2, 3)}),
    ("(2, -3)", "", {"type": "tuple", "repr": "(2, -3)", "shape": None}),
    ("(True, 2)", "", {"shape": None}),
    ("{'a': {1, 2}}", "", {"type": "dict", "repr": "{'a': {1, 2}}"}),
    ("{'b', 'a', 'c', 'd'} == set('abcd')", "", {"data": ("True",)}),
    ("None", "", {"type": "NoneType", "repr": "None"}),
    ("__name__", "", {"repr": "'__main__'"}),
    ("def f(x: int): ...\nf.__annotations__", "", {"repr": "{'x': <class 'int'>}"}),
    ("import sys, __main__\n__main__.__dict__ is globals(), sys.argv", "", {"repr": "(True, [''])"}),
    ("import inspect\ndef f(): return 1\ninspect.getsource(f)", "", {"repr": "'def f(): return 1\\n'"}),
    (
        "import traceback\ntry:\n  1/0\nexcept ZeroDivisionError:\n  traceback.print_exc(limit=1)\n"
        "  t = traceback.format_exc()\n'1/0' in t and '<card>' in t",
        "",
        {"data": ("True",), "text": ""},
    ),
    ("import os\nos.listdir('.'), sorted(os.environ)[:1]", "", {"repr": "([], ['CUDA_VISIBLE_DEVICES'])"}),
    (
        "import tempfile, os\nwith tempfile.NamedTemporaryFile('w+') as f:\n  f.write('x')\n  f.flush()\n"
        "  inside = os.path.dirname(f.name) == os.getcwd()\ninside",
        "",
        {"data": ("True",)},
    ),
    ("open('a.txt', 'w').write('abc')\nopen('a.txt').read()", "", {"repr": "'abc'"}),
    ("import warnings\nwarnings.warn('careful')\n1", "", {"text": "", "data": ("1",)}),
    (
        "import warnings\nwith warnings.catch_warnings(record=True) as w:\n"
        "  warnings.simplefilter('always')\n  warnings.warn('x')\nlen(w)",
        "",
        {"data": ("1",)},
    ),
    ("import asyncio\nasync def f(): return 5\nasyncio.run(f())", "", {"data": ("5",)}),
    (
        "import dataclasses, pickle\n@dataclasses.dataclass\nclass P:\n  x: int = 1\n"
        "pickle.loads(pickle.dumps(P(3)))",
        "",
        {"repr": "P(x=3)"},
    ),
    (
        "import contextlib, io\nb = io.StringIO()\nwith contextlib.redirect_stdout(b):\n"
        "  print('in')\nb.getvalue()",
        "",
        {"repr": "'in\\n'", "text": ""},
    ),
    ("import sys\nprint('e', file=sys.stderr)\nsys.__stdout__.write('o')", "", {"text": "o"}),
    ("import os\nos.write(1, b'raw')", "", {"text": "raw"}),
    ("import random\nrandom.seed(0)\nrandom.random()", "", {"data": ("0.8444218515250481",)}),
    ("print('é漢😀')", "", {"text": "é漢😀\n"}),
    # numpy
    (
        "np.arange(6).reshape(2, 3)",
        NP,
        {"type": "ndarray", "dtype": "int64", "shape": (2, 3), "data": tuple("012345"), "device": ""},
    ),
    ("np.arange(6).reshape(2, 3).T", NP, {"data": tuple("031425"), "shape": (3, 2)}),
    ("np.float32(0.1)", NP, {"type": "float32", "dtype": "float32", "shape": ()}),
    ("np.float16(0.1)", NP, {"data": ("0.0999755859375",)}),
    ("np.array([1, 2]) + 0.5", NP, {"dtype": "float64", "data": ("1.5", "2.5")}),
    ("np.array([np.nan, np.inf, -np.inf])", NP, {"data": ("nan", "inf", "-inf")}),
    ("np.array([True, False])", NP, {"dtype": "bool", "data": ("True", "False")}),
    ("np.array(1 + 2j)", NP, {"dtype": "complex128", "shape": (), "data": ("(1+2j)",)}),
    ("np.zeros((2, 0, 3))", NP, {"shape": (2, 0, 3), "data": ()}),
    ("np.zeros((100, 100))", NP, {"data": ("0.0",) * 10_000}),
    ("np.zeros(10_001)", NP, {"shape": (10_001,), "data": None}),
    ("np.array(['a'])", NP, {"dtype": "<U1", "data": None}),
    ("np.ma.array([1, 2], mask=[0, 1])", NP, {"type": "MaskedArray", "data": None}),
    ("np.zeros(3).dtype", NP, {"type": "dtype", "dtype": "float64", "shape": None, "data": None}),
    ("np.zeros(3).dtype.type", NP, {"dtype": "float64"}),
    ("np.zeros((4, 5)).shape", NP, {"type": "tuple", "shape": (4, 5), "repr": "(4, 5)"}),
    ("np.float64(3).shape", NP, {"shape": (), "repr": "()"}),
    ("np.linalg.eigh(np.diag([3.0, 1.0]))[0]", NP, {"data": ("1.0", "3.0")}),
    ("x = np.arange(6)\nx, x[::2]", NP, {"alias": True, "type": "tuple"}),
    ("x = np.arange(6)\nx[:3], x[3:]", NP, {"alias": False}),
    ("x = np.arange(6)\nx, x[[0, 1]]", NP, {"alias": False}),
    ("x = np.arange(6)\n[x, x.reshape(2, 3)]", NP, {"alias": True, "shape": None}),
    ("x = np.arange(6)\nx, 1", NP, {"alias": None}),
    ("np.random.seed(0)\nnp.random.rand(1)", NP, {"data": ("0.5488135039273248",)}),
    # torch
    (
        "torch.ones(2, 3)",
        TORCH,
        {"type": "Tensor", "dtype": "torch.float32", "shape": (2, 3), "device": "cpu", "grad": False},
    ),
    ("torch.tensor(0.1)", TORCH, {"shape": (), "data": ("0.10000000149011612",), "repr": "tensor(0.1000)"}),
    ("torch.tensor(0.1, dtype=torch.bfloat16)", TORCH, {"data": ("0.10009765625",)}),
    ("torch.tensor(0.1).half()", TORCH, {"dtype": "torch.float16", "data": ("0.0999755859375",)}),
    ("torch.arange(6).reshape(2, 3).t()", TORCH, {"data": tuple("031425"), "dtype": "torch.int64"}),
    ("torch.tensor([1 + 2j]).conj()", TORCH, {"data": ("(1-2j)",)}),
    ("torch.eye(2).to_sparse()", TORCH, {"shape": (2, 2), "data": ("1.0", "0.0", "0.0", "1.0")}),
    ("torch.zeros(2, device='meta')", TORCH, {"device": "meta", "shape": (2,), "data": None}),
    ("torch.ones(2, requires_grad=True) * 2", TORCH, {"grad": True, "data": ("2.0", "2.0")}),
    ("nn.Parameter(torch.ones(2))", TORCH, {"type": "Parameter", "grad": True}),
    ("torch.ones(2, 3).shape", TORCH, {"type": "Size", "shape": (2, 3), "repr": "(2, 3)"}),
    ("torch.ones(2).dtype", TORCH, {"type": "dtype", "dtype": "torch.float32", "shape": None}),
    ("torch.ones(2).device", TORCH, {"type": "device", "device": "cpu"}),
    ("x = torch.tensor(3.0, requires_grad=True)\n(x ** 2).backward()\nx.grad", TORCH, {"data": ("6.0",)}),
    ("nn.Conv2d(3, 8, 3, padding=1)(torch.zeros(1, 3, 8, 8))", TORCH, {"shape": (1, 8, 8, 8), "grad": True}),
    (
        "w = torch.tensor([1.0], requires_grad=True)\no = torch.optim.Adam([w], lr=0.1)\nw.sum().backward()\n"
        "o.step()\nround(w.item(), 3)",
        TORCH,
        {"data": ("0.9",)},
    ),
    (
        "w = torch.tensor([1.0], requires_grad=True)\no = torch.optim.SGD([w], lr=0.1, momentum=0.9)\n"
        "w.sum().backward()\no.step()\nw",
        TORCH,
        {"repr": "tensor([0.9000], requires_grad=True)"},
    ),
    ("torch.linalg.eigh(torch.diag(torch.tensor([3.0, 1.0]))).eigenvalues", TORCH, {"data": ("1.0", "3.0")}),
    ("torch.linalg.svd(torch.eye(2) * 2).S", TORCH, {"data": ("2.0", "2.0")}),
    (
        "from torch.utils.data import DataLoader, TensorDataset\n"
        "[b[0].tolist() for b in DataLoader(TensorDataset(torch.arange(4)), batch_size=2)]",
        TORCH,
        {"repr": "[[0, 1], [2, 3]]"},
    ),
    (
        "import io\nb = io.BytesIO()\ntorch.save({'a': torch.ones(2)}, b)\nb.seek(0)\ntorch.load(b)['a']",
        TORCH,
        {"data": ("1.0", "1.0")},
    ),
    ("torch.func.grad(lambda x: x ** 3)(torch.tensor(2.0))", TORCH, {"data": ("12.0",)}),
    ("torch.vmap(torch.dot)(torch.ones(2, 3), torch.ones(2, 3))", TORCH, {"data": ("3.0", "3.0")}),
    ("torch.compile(lambda x: x + 1)(torch.ones(1))", TORCH, {"data": ("2.0",)}),
    ("F.softmax(torch.zeros(4), dim=0)", TORCH, {"data": ("0.25",) * 4}),
    ("nn.LSTM(2, 4)(torch.zeros(3, 1, 2))[0]", TORCH, {"shape": (3, 1, 4)}),
    ("torch.set_num_threads(8)\nm = torch.ones(256, 256)\n(m @ m)[0, 0]", TORCH, {"data": ("256.0",)}),
    ("torch.get_num_threads(), torch.cuda.is_available()", TORCH, {"repr": "(1, False)"}),
    ("x = torch.arange(6)\nx, x.view(2, 3)", TORCH, {"alias": True}),
    ("x = torch.arange(6)\nx[:3], x[3:]", TORCH, {"alias": False}),
    ("x = torch.arange(6)\nx, x.clone()", TORCH, {"alias": False}),
    ("x = torch.ones(2, 3, dtype=torch.bfloat16)\nx, x.t()", TORCH, {"alias": True}),
    ("x = torch.zeros(0)\nx, x", TORCH, {"alias": False}),
    ("a = numpy.zeros(3)\na, torch.from_numpy(a)", TORCH + "import numpy", {"alias": True}),
    ("a = numpy.zeros(3)\na, torch.tensor(a)", TORCH + "import numpy", {"alias": False}),
    ("torch.manual_seed(0)\ntorch.rand(1)", TORCH, {"data": ("0.49625658988952637",)}),
]


WRITES = ("tempfile", "'w'", "torch.compile")
"""What is in snippets that write files, themselves or by a library."""


@pytest.mark.parametrize(("code", "setup", "facets"), SNIPPETS, ids=range(len(SNIPPETS)))
async def test_gives_what_plain_python_gives(
    worker: Worker, here: Cage, code: str, setup: str, facets: dict[str, Any]
) -> None:
    """Each facet of a legitimate snippet's result is what the libraries give, and it is done."""
    run = await worker.run(code, setup, 1, 10_000)
    if _is_bounded(here) and any(word in code for word in WRITES):
        # Without namespaces the number of files could not be bounded: none can be written.
        assert run.detail.startswith("It needs what snippets may not do here: "), run
        return
    assert run.ended is Ended.DONE, run
    found = {name: getattr(run.truth, name) for name in facets}
    assert (found, run.truth.error) == (facets, "")


def _is_bounded(here: Cage) -> bool:
    """Tell whether snippets are held, though not by namespaces."""
    return bool(here.reasons) and here.tier is not Tier.LIMITED


async def test_threads_run_where_they_can_be_counted(worker: Worker, here: Cage) -> None:
    """An own namespace bounds their number; as root, or without one, they are refused and it is told."""
    code = "import threading\nt = threading.Thread(target=print, args=('hi',))\nt.start(); t.join()"
    run = await worker.run(code, "", 1, 10_000)
    counted = os.getuid() != 0 and not _is_bounded(here)
    refused = "It needs what snippets may not do here: can't start new thread"
    free = counted or here.tier is Tier.LIMITED
    assert (run.truth.text, run.detail) == (("hi\n", "") if free else ("", refused))


ERRORS = [
    ("1 / 0", "", "ZeroDivisionError", "ArithmeticError", "division by zero"),
    ("[][1]", "", "IndexError", "LookupError", "list index out of range"),
    ("print(", "", "SyntaxError", "Exception", "'(' was never closed (<card>, line 1)"),
    ("return 1", "", "SyntaxError", "Exception", "'return' outside function (<card>, line 1)"),
    ("class Own(ValueError): ...\nraise Own('mine')", "", "Own", "ValueError", "mine"),
    ("raise KeyboardInterrupt", "", "KeyboardInterrupt", "BaseException", ""),
    ("def f(): f()\nf()", "", "RecursionError", "RuntimeError", "maximum recursion depth exceeded"),
    ("input()", "", "EOFError", "Exception", "EOF when reading a line"),
    ("np.ones(2) @ np.ones(3)", NP, "ValueError", "Exception", "matmul: "),
    ("torch.ones(2) @ torch.ones(3)", TORCH, "RuntimeError", "Exception", "inconsistent tensor size"),
    ("torch.ones(2, requires_grad=True).numpy()", TORCH, "RuntimeError", "Exception", "Can't call numpy()"),
    (
        "class E(Exception):\n  def __str__(self): raise ValueError\nraise E",
        "",
        "E",
        "Exception",
        "",
    ),
    ("raise ValueError('x' * 5000)", "", "ValueError", "Exception", "x" * 1000),
]


@pytest.mark.parametrize(("code", "setup", "error", "base", "message"), ERRORS, ids=range(len(ERRORS)))
async def test_an_exception_is_a_result(
    worker: Worker, code: str, setup: str, error: str, base: str, message: str
) -> None:
    """What a snippet raises comes back as class, bases and message, and the run is done."""
    run = await worker.run(code, setup, 1, 10_000)
    assert run.ended is Ended.DONE, run
    assert run.truth.error == error
    assert base in run.truth.bases
    assert run.truth.message.startswith(message)
    assert len(run.truth.message) <= 1000
    assert run.truth.type == ""


async def test_what_the_cage_forbids_is_neither_right_nor_wrong(worker: Worker, here: Cage) -> None:
    """It is told what was refused; an error that the snippet raises of its own is a result."""
    if here.tier is Tier.CAGED:
        run = await worker.run("open('/etc/passwd')", "", 1, 10_000)
        assert (run.ended, run.truth.error) == (Ended.LIMIT, "")
        assert run.detail.endswith("may not do here: [Errno 13] Permission denied: '/etc/passwd'")
    if here.tier is not Tier.LIMITED:
        run = await worker.run("import os\nos.chmod('.', 0o700)", "", 1, 10_000)
        assert (run.ended, run.truth.error) == (Ended.LIMIT, "")
        assert run.detail.endswith("may not do here: [Errno 1] Operation not permitted: '.'")
    run = await worker.run("raise PermissionError('mine')", "", 1, 10_000)
    assert (run.ended, run.truth.error, run.truth.message) == (Ended.DONE, "PermissionError", "mine")
    code = "class E(PermissionError):\n  def __str__(self): raise ValueError\nraise E(13, 'x')"
    run = await worker.run(code, "", 1, 10_000)
    assert (run.ended, run.truth.error) == (Ended.DONE, "E")


async def test_what_was_printed_before_an_exception_is_kept(worker: Worker) -> None:
    """The text of a snippet that raises is what it printed until then."""
    run = await worker.run("print('before')\n1/0", "", 1, 10_000)
    assert (run.truth.text, run.truth.error) == ("before\n", "ZeroDivisionError")


async def test_a_setup_that_raises_is_no_truth(worker: Worker) -> None:
    """A mistake in the deck's setup is told as such: the prediction can't be wrong."""
    run = await worker.run("1", "import nowhere_to_be_found", 1, 10_000)
    assert run.ended is Ended.EARLY
    assert run.detail == "The deck's setup raised ModuleNotFoundError: No module named 'nowhere_to_be_found'"


@pytest.mark.parametrize(
    ("code", "setup"),
    [
        ("random.random()", "import random"),
        ("np.random.rand(3)", NP),
        ("torch.rand(3)", TORCH),
        ("nn.Linear(2, 2).weight", TORCH),
    ],
)
async def test_the_seed_decides_the_numbers(worker: Worker, code: str, setup: str) -> None:
    """The same seed gives the same numbers, another seed others, whatever ran between."""
    first = await worker.run(code, setup, 7, 10_000)
    other = await worker.run(code, setup, 8, 10_000)
    again = await worker.run(code, setup, 7, 10_000)
    assert first.truth.data == again.truth.data
    assert first.truth.data != other.truth.data


async def test_a_repr_that_raises_is_left_out(worker: Worker) -> None:
    """A value that can't be shown is described without its repr."""
    run = await worker.run("class A:\n  def __repr__(self): raise ValueError\nA()", "", 1, 10_000)
    assert (run.ended, run.truth.type, run.truth.repr) == (Ended.DONE, "A", "")


async def test_a_long_repr_is_cut(worker: Worker) -> None:
    """A repr has at most 20,000 characters, and a record that would be too long loses its elements."""
    run = await worker.run("'x' * 1_000_000", "", 1, 10_000)
    assert len(run.truth.repr) == 20_000
    run = await worker.run("np.full(10_000, 1/3 + 1j/3)", NP, 1, 10_000)
    assert (run.ended, run.truth.shape, run.truth.data) == (Ended.DONE, (10_000,), None)
