# `make help` lists the targets.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

# What a stage of the tests took, printed behind it.
export TIMEFORMAT := == %0R s, of the processors %0U s

PREFIX ?= /usr/local
PYTHON ?= python3

binary := .build/release/pruning-pack
version := $(shell sed -n 's/^let toolVersion = "\(.*\)"/\1/p' Sources/pruning-pack/Support/Version.swift)
platform := $(shell uname -s | tr A-Z a-z)-$(shell uname -m)
# No path of this machine gets into the command: clones in folders of any name build the same bytes.
swift_flags := -c release --explicit-target-dependency-import-check error --disable-local-rpath \
  -Xswiftc -debug-prefix-map -Xswiftc "$(CURDIR)=." -Xcc "-ffile-prefix-map=$(CURDIR)=."
# On Linux the command is fully static: Package.swift says how. What is compiled is the same for the command and the tests.
static_libraries := $(CURDIR)/.cache/static-libraries
ifeq ($(shell uname -s),Linux)
  # What the linker took from which library, for the wheel's list of components.
  link_map := .build/link-map.txt
  build built-tests: export PRUNING_PACK_STATIC := $(CURDIR)/$(link_map)
endif
export PKG_CONFIG_PATH := $(static_libraries)$(if $(PKG_CONFIG_PATH),:$(PKG_CONFIG_PATH))

.PHONY: help
help: ## Show this list.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: demo
demo: build ## Build, pack and verify the trained example, and prune a text with it; then load it in Python.
	PYTHON=$(PYTHON) examples/demo.sh

.PHONY: build
build: needs ## Build the command: .build/release/pruning-pack.
	swift build $(swift_flags) --product pruning-pack

.PHONY: build-benchmark
build-benchmark: needs
	swift build $(swift_flags) --product EncoderBenchmark

# Not optimised, in a folder of its own: after an edit only what depends on it is compiled again.
check_flags := --scratch-path .build/check --explicit-target-dependency-import-check error -Xcc -O2

.PHONY: check
check: lint needs ## Lint, and run the unit tests that are quick: what to run after an edit.
	time swift build $(check_flags) --build-tests
	time swift test $(check_flags) --skip-build --skip '$(minutes)'

# What takes minutes: it starts the command, tries every example of every rule, or computes what is not optimised here.
# `make test` runs it.
minutes := ^(CommandTests|FuzzingTests|PruningTests|ValidationTests)\.|mutantsNeverTrap

.PHONY: test
test: needs python-needs ## Set up the test environments, and run all tests.
	$(MAKE) $(at_once) built prepared
	$(MAKE) $(at_once) --keep-going $(tests)

# The longest first; the last fills all processors by itself.
tests := test-programs-tf5 test-python-tf5 test-python-tf4 test-contract test-spark test-onnx test-package test-adapters \
  test-consumer test-libraries

# One more than two processors: each waits now and then.
at_once = --jobs 3 $(if $(filter output-sync,$(.FEATURES)),--output-sync=target)

# What the tests run; and what they read, fetched while that is built.
.PHONY: built prepared
built: built-tests
	$(MAKE) dynamic
	$(MAKE) build
prepared: test-data peers-tf5
	@PYTHON=$(PYTHON) Tests/environments.sh package adapters spark onnx

# The same code, linked dynamically: a library can be put between it and the system.
.PHONY: dynamic
dynamic: needs
	time swift build $(swift_flags) --product pruning-pack
	mkdir -p .build/dynamic && cp $(binary) .build/dynamic/

.PHONY: built-tests
built-tests: needs
	time swift build $(swift_flags) --build-tests

# About half of the time in version 5: what starts the command and interpreters again and again.
programs := $(addprefix Tests/Contract/test_,$(addsuffix .py,card diff documentation faults gate_live lost_writes publish \
  publish_faults python_save python_source record))

.PHONY: test-programs-tf5 test-python-tf5 test-python-tf4
test-programs-tf5:
	@echo "== transformers, tf5: what starts programs"
	time .cache/venv-tf5/bin/python -m pytest $(programs)
test-python-tf5:
	@echo "== transformers, tf5"
	time .cache/venv-tf5/bin/python -m pytest Tests/Contract $(addprefix --ignore=,$(programs))
test-python-tf4:
	@echo "== transformers, tf4"
	time .cache/venv-tf4/bin/python -m pytest Tests/Contract

.PHONY: test-libraries
test-libraries:
	time PRUNING_PACK=$(CURDIR)/$(binary) swift test $(swift_flags) --skip-build

.PHONY: test-contract
test-contract:
	time Tests/CKernelsTests/Memory/run.sh address
	time Tests/CKernelsTests/ByteDot/run.sh
	time .cache/venv-tf5/bin/python Tests/Peers/transformers_tests.py --family bert --mode reranking_pruning --test save --test load
	time .cache/venv-reports/bin/python -m pytest Tests/EndToEnd/Reports
	time .cache/venv-signing/bin/python -m pytest Tests/EndToEnd/Signing
	time .cache/venv-tf5/bin/python Tests/Probes/Cards/compare.py .build/release/CardProbe --count 500
	time .cache/venv-tf5/bin/python Tests/Probes/Pruning/splitting.py .build/release/PruningProbe --texts 5000
	time .cache/venv-tf5/bin/python Tests/Probes/Pruning/parity.py --pairs 30
	time .cache/venv-tf5/bin/python Tests/Mutants/mutants.py --sample 100
	time .cache/venv-tf5/bin/python Tests/Differential/harness.py --count 60 --jobs 1

.PHONY: test-package
test-package: wheel ## Look into the wheel, install it and run it.
	@PYTHON=$(PYTHON) Tests/environments.sh package
	time .cache/venv-package/bin/python -m pytest Tests/EndToEnd/Package

.PHONY: test-adapters
test-adapters: build ## Run the adapters for LangChain, LlamaIndex and Haystack with the packages of PyPI.
	@PYTHON=$(PYTHON) Tests/environments.sh adapters
	time .cache/venv-adapters/bin/python -m pytest Tests/EndToEnd/Adapters

.PHONY: test-frameworks
test-frameworks: build environments ## Load a package in LangChain, LlamaIndex, rerankers, infinity, FlagEmbedding, mteb and Haystack.
	for line in tf5 tf4; do \
	  PYTHON=$(PYTHON) Tests/Frameworks/make-environment.sh $$line && \
	  .cache/venv-frameworks-$$line/bin/python -m pytest Tests/Frameworks || exit 1; \
	done

.PHONY: test-spark
test-spark: build ## Prune with Spark's executors, Parquet files and datasets, with what goes wrong there.
	@PYTHON=$(PYTHON) Tests/environments.sh spark
	time .cache/venv-spark/bin/python -m pytest Tests/EndToEnd/Spark

.PHONY: test-onnx
test-onnx: build ## Run exported graphs in ONNX Runtime, OpenVINO, sentence-transformers and fastembed.
	@PYTHON=$(PYTHON) Tests/environments.sh onnx
	time .cache/venv-onnx/bin/python -m pytest Tests/EndToEnd/ONNX

.PHONY: reproduce
reproduce: needs ## Build the wheel in two folders of different names, and compare the bytes.
	Tests/EndToEnd/Package/reproduce.sh

.PHONY: test-consumer
test-consumer: built-tests ## Build another package on the libraries, and run it and the snippets of the documentation.
	time Tests/Consumer/run.sh

.PHONY: mutants
mutants: build environments ## Break good packages in every known way, and check that verify finds each fault.
	.cache/venv-tf5/bin/python Tests/Mutants/mutants.py

.PHONY: peers
peers: peers-tf5 peers-tf4 ## Fetch transformers' own tests, of both versions.
.PHONY: peers-tf5 peers-tf4
peers-tf5 peers-tf4: peers-%: environments
	.cache/venv-$*/bin/python Tests/Peers/fetch.py

.PHONY: test-data
test-data: environments .cache/minilm .cache/rxnfp ## Fetch and record the reference data of the tests.
	.cache/venv-tf5/bin/python Tests/Probes/Tokenizers/goldens.py real

.PHONY: bench
bench: build build-benchmark test-data ## Compare with ONNX Runtime, PyTorch and transformers, side by side.
	Benchmarks/setup.sh
	.cache/venv-bench/bin/python Benchmarks/make_package.py
	.cache/venv-bench/bin/python Benchmarks/bench.py --families --package .cache/minilm-package
	.cache/venv-bench/bin/python Benchmarks/prune.py .cache/minilm-package
	.cache/venv-bench/bin/python Benchmarks/pruner.py .cache/minilm-package
	.cache/venv-tf5/bin/python Benchmarks/large_package.py
	.cache/venv-tf5/bin/python Benchmarks/verify_bench.py
	swift build $(swift_flags) --product TokenizerProbe
	.cache/venv-tf5/bin/python Tests/Probes/Tokenizers/speed.py .build/release/TokenizerProbe \
	  .cache/tokenizers/{minilm,e5,roberta,dolma2}/tokenizer.json

.PHONY: bench-quick
bench-quick: build-benchmark test-data ## The same of MiniLM's forward passes alone, in three minutes.
	Benchmarks/setup.sh
	.cache/venv-bench/bin/python Benchmarks/bench.py --seconds 0.1 --rounds 3

.PHONY: bench-spark
bench-spark: build environments .cache/minilm ## Compare pruning in Spark with the command, rdd.pipe and a pandas function with torch.
	Tests/Environments/install-java.sh
	Benchmarks/setup.sh spark
	.cache/venv-tf5/bin/python Benchmarks/make_package.py
	.cache/venv-bench-spark/bin/python Benchmarks/spark.py .cache/minilm-package

.PHONY: proof
proof: built test-data peers ## Run the long proofs: they fetch 600 MB and need 10 GB of memory.
	Tests/CKernelsTests/Arm64/compare.sh
	.cache/venv-tf5/bin/python Tests/Probes/Tokenizers/hostile.py .build/release/pruning-pack
	.cache/venv-tf5/bin/python Tests/Probes/Tokenizers/strictness.py .build/release/TokenizerProbe
	.cache/venv-tf5/bin/python Tests/Probes/Tokenizers/settings.py .build/release/TokenizerProbe --count 3000
	for line in tf5 tf4; do \
	  echo "== transformers, $$line"; PRUNING_PACK_PROOF=1 .cache/venv-$$line/bin/python -m pytest Tests/Contract; \
	done
	.cache/venv-tf5/bin/python Tests/Probes/Tokenizers/proof.py .build/release/TokenizerProbe \
	  --every-scalar --long .cache/tokenizers/*/tokenizer.json
	PRUNING_PACK_PROOF=1 .cache/venv-signing/bin/python -m pytest Tests/EndToEnd/Signing
	$(if $(OMS),.cache/venv-signing/bin/python Tests/EndToEnd/Signing/proof.py $(OMS),@echo "OMS=DIR is not given: the specification's vectors of signatures are not tried")
	$(if $(SARIF_SCHEMA),.cache/venv-reports/bin/python -m pytest Tests/EndToEnd/Reports/test_sarif.py,@echo "SARIF_SCHEMA=FILE is not given: OASIS's own schema is not tried")
	.cache/venv-tf5/bin/python Tests/Contract/proof_memory.py
	PYTHON=$(PYTHON) Tests/environments.sh adapters-oldest
	.cache/venv-adapters-oldest/bin/python -m pytest Tests/EndToEnd/Adapters
	for line in tf5 tf4; do \
	  PYTHON=$(PYTHON) Tests/Frameworks/make-environment.sh $$line && \
	  .cache/venv-frameworks-$$line/bin/python -m pytest Tests/Frameworks; \
	done
	PYTHON=$(PYTHON) Tests/environments.sh spark
	PRUNING_PACK_PROOF=1 .cache/venv-spark/bin/python -m pytest Tests/EndToEnd/Spark/test_parquet_kills.py
	PYTHON=$(PYTHON) Tests/environments.sh onnx
	PRUNING_PACK_PROOF=1 .cache/venv-onnx/bin/python -m pytest Tests/EndToEnd/ONNX -m long
	.cache/venv-tf5/bin/python Tests/Mutants/mutants.py
	for line in tf5 tf4; do \
	  echo "== transformers, $$line"; .cache/venv-$$line/bin/python -m pytest -s Tests/Contract/proof; \
	done
	for line in tf5 tf4; do \
	  .cache/venv-$$line/bin/python Tests/Peers/transformers_tests.py; .cache/venv-$$line/bin/python Tests/Peers/cross_encoder_trainer.py; \
	done
	.cache/venv-tf5/bin/python Tests/Probes/Cards/compare.py .build/release/CardProbe --count 20000 --seed 1
	.cache/venv-tf5/bin/python Tests/Probes/Pruning/splitting.py .build/release/PruningProbe --texts 300000 --seed 1
	.cache/venv-tf5/bin/python Tests/Probes/Pruning/parity.py --pairs 1000 --seed 1
	.cache/venv-tf5/bin/python Tests/Differential/harness.py --count 5000

.PHONY: differential
differential: build environments ## Hold the gate to what transformers 4 and 5 make of changed packages.
	.cache/venv-tf5/bin/python Tests/Differential/harness.py --count 300

.PHONY: fuzz-tokenizers
fuzz-tokenizers: build environments ## Compare random tokenizers with the reference for ten minutes.
	swift build $(swift_flags) --product TokenizerProbe
	.cache/venv-tf5/bin/python Tests/Probes/Tokenizers/fuzz.py .build/release/TokenizerProbe --minutes 10

.PHONY: test-swift
test-swift: built-tests ## Run Swift tests whose names match FILTER: make test-swift FILTER=SaveTests.
	swift test $(swift_flags) --skip-build $(if $(FILTER),--filter "$(FILTER)")

.PHONY: test-python
test-python: built python-needs ## Run tests of Tests/Contract whose names match K: make test-python K=sandbox. LINE=tf4 is transformers 4.
	@PYTHON=$(PYTHON) Tests/environments.sh $(LINE)
	.cache/venv-$(LINE)/bin/python -m pytest Tests/Contract $(if $(K),-k "$(K)")
LINE ?= tf5

.PHONY: record-snapshots
record-snapshots: built-tests ## Record the snapshots of findings again; review the changes before you commit them.
	RECORD_SNAPSHOTS=1 swift test $(swift_flags) --skip-build --filter FindingSnapshotTests

.PHONY: rules
rules: ## Generate the catalogue of rules.
	$(PYTHON) Tools/generate/rule_catalogue.py

.PHONY: new-rule
new-rule: ## Create a rule from the template: make new-rule ID=CFG018 NAME=key-unread.
	$(PYTHON) Tools/generate/new_rule.py "$(ID)" "$(NAME)"

.PHONY: consumed-keys
consumed-keys: environments ## Generate the table of what transformers makes of the keys of config.json.
	.cache/venv-tf5/bin/python Tools/generate/consumed_keys.py

.PHONY: default-keys
default-keys: environments ## Generate the table of what transformers takes where config.json says nothing.
	.cache/venv-tf5/bin/python Tools/generate/default_keys.py

.PHONY: allowed-modules
allowed-modules: environments ## Generate the list of what code of a package may use; FILES are modelling files of public pruners.
	$(PYTHON) Tools/generate/allowed_modules.py $(FILES)

.PHONY: tables
tables: environments ## Generate the tables that are taken from transformers and tokenizers, after a change of their versions.
	for table in config_types cross_encoder_names hub_values import_guards method_names tokenizer_classes unicode_tables; do \
	  .cache/venv-tf5/bin/python Tools/generate/$$table.py; \
	done

.PHONY: report-types
report-types: ## Make the Python types of the report from its schema.
	$(PYTHON) Tools/generate/report_types.py

.PHONY: sentence-words
sentence-words: ## Write the words of docs/sentence-splitting.md in Swift and in Python.
	$(PYTHON) Tools/generate/sentence_words.py

.PHONY: modelling
modelling: sentence-words ## Generate the modelling file from its parts, and what the wheel takes of them.
	$(PYTHON) Tools/generate/modelling_file.py
	$(PYTHON) Tools/generate/process_arguments.py

.PHONY: docs
docs: modelling rules report-types build manual ## Generate the modelling file, the catalogue of rules, docs/rules.md and the man pages.
	$(binary) rules --format markdown >docs/rules.md

# The generator of swift-argument-parser, from the checkout that the build has made; its plugin would build all products anew.
manual_pages := .build/manual
.PHONY: manual
manual: build ## Make the man pages in .build/manual.
	swift build -c release --package-path .build/checkouts/swift-argument-parser --scratch-path .build-manual --product generate-manual
	Tools/release/manual.sh .build-manual/release/generate-manual $(binary) $(manual_pages)

.PHONY: screenshots
screenshots: build ## Make the pictures of README.md in docs/images, with Chromium.
	@PYTHON=$(PYTHON) Tests/environments.sh reports
	.cache/venv-reports/bin/python Tools/screenshots/screenshots.py

.PHONY: fuzz
fuzz: needs ## Feed every reader, and the whole gate, made-up inputs: make fuzz MINUTES=30 TARGETS="json gate".
	Tests/Fuzzing/build.sh
	$(PYTHON) Tests/Fuzzing/fuzz.py --minutes $(MINUTES) $(TARGETS)
MINUTES ?= 10

.PHONY: sanitize
sanitize: needs ## Run the unit tests under ThreadSanitizer and AddressSanitizer, and the kernels without memory.
	Tests/CKernelsTests/Memory/run.sh
	for sanitizer in thread address; do \
	  echo "== $$sanitizer"; \
	  ASAN_OPTIONS=detect_leaks=0 swift test -c debug --sanitize=$$sanitizer --scratch-path .build-$$sanitizer \
	    --skip '$(minutes)|$(unsanitized)' || exit 1; \
	done

# What starts the command or bounds its memory says nothing under a sanitizer, which maps terabytes.
unsanitized := ^(ProcessesTests|HouseTests)\.

.PHONY: compare-splitting
compare-splitting: ## Compare sentence splitting with pysbd, fast-bunkai and konoha on marked sentences.
	Benchmarks/Splitting/run.sh

.PHONY: lint
lint: ## Lint the sources, the workflows, the pages and what is generated.
	swift format lint --strict --configuration .swift-format --recursive Package.swift Sources Tests Snippets templates Benchmarks
	$(PYTHON) Tools/lint/generated.py
	$(PYTHON) Tools/lint/pages.py
	@PYTHON=$(PYTHON) Tests/environments.sh lint
	.cache/venv-lint/bin/python Tools/lint/workflows.py

.PHONY: format
format: ## Format the sources.
	swift format --in-place --configuration .swift-format --recursive Package.swift Sources Tests Snippets templates Benchmarks

.PHONY: install
install: build manual ## Install the command, its man pages and its completions under PREFIX (/usr/local).
	install -d $(DESTDIR)$(PREFIX)/bin
	install -m 755 $(binary) $(DESTDIR)$(PREFIX)/bin/pruning-pack
	$(call shared_files,$(DESTDIR)$(PREFIX)/share)

.PHONY: wheel
wheel: build ## Make the wheel of this machine's platform in dist.
	$(make_wheel)

.PHONY: dist
dist: build manual ## Make dist/pruning-pack-VERSION-PLATFORM.tar.gz and its SHA-256, and the wheel.
	rm -rf dist
	install -d dist/pruning-pack-$(version)
	$(make_wheel) --files dist/pruning-pack-$(version)
	install -m 644 LICENSE README.md dist/pruning-pack-$(version)
	$(call shared_files,dist/pruning-pack-$(version)/share)
	cd dist && tar -czf pruning-pack-$(version)-$(platform).tar.gz pruning-pack-$(version)
	cd dist && $(PYTHON) -c 'import hashlib, sys; name = sys.argv[1]; print(hashlib.sha256(open(name, "rb").read()).hexdigest(), "", name)' \
	  pruning-pack-$(version)-$(platform).tar.gz >pruning-pack-$(version)-$(platform).tar.gz.sha256
	cat dist/*.sha256

.PHONY: clean
clean: ## Remove what was built; .cache keeps what was downloaded.
	rm -rf .build .build-fuzz .build-thread .build-address .build-manual .build-consumer dist

make_wheel = PYTHONPATH=Tools/wheel $(PYTHON) -m pruning_pack_wheel --command $(binary) $(if $(link_map),--map $(link_map)) --output dist

# The completions and the man pages.
define shared_files
	install -d $(1)/bash-completion/completions $(1)/zsh/site-functions $(1)/fish/vendor_completions.d $(1)/man/man1
	$(binary) --generate-completion-script bash >$(1)/bash-completion/completions/pruning-pack
	$(binary) --generate-completion-script zsh >$(1)/zsh/site-functions/_pruning-pack
	$(binary) --generate-completion-script fish >$(1)/fish/vendor_completions.d/pruning-pack.fish
	install -m 644 $(manual_pages)/*.1 $(1)/man/man1
endef

# What a fresh machine lacks: the headers of libz and libcrypto; for environments of Python, its venv.
.PHONY: needs
needs:
	@.ci/install-needs $(if $(filter check,$(NEEDS)),--check) "$(static_libraries)"

.PHONY: python-needs
python-needs:
	@PYTHON=$(PYTHON) .ci/install-needs --python

.PHONY: environments
environments: python-needs ## Make the Python environments of the tests: .cache/venv-tf5, .cache/venv-tf4, .cache/venv-reports, .cache/venv-signing.
	@PYTHON=$(PYTHON) Tests/environments.sh tf5 tf4 scan reports signing

.cache/minilm:
	PYTHON=$(PYTHON) Tests/fetch-models.sh minilm

.cache/rxnfp:
	PYTHON=$(PYTHON) Tests/fetch-models.sh rxnfp
