import sys

from . import write_corpus

print(len(write_corpus(*sys.argv[1:])), "files")
