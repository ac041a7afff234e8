# Everything that people and continuous integration do here. Needs Go, git and
# make; the rest is fetched by Go at the versions that go.mod and tools/go.mod
# pin, and by npm at those of tools/web/package-lock.json and
# tools/grammars/package-lock.json.
#
#   make run [REPO=DIR]   build, and read this repository or another one
#   make test             every test
#   make check            format, lint, import law, compile elsewhere, browser
#                         assets, checksums of the grammars, tests
#   make fuzz             every fuzz target in turn [FUZZTIME=SECONDS in all]
#   make bench            what Leadline costs beside git [REPO=DIR [REV=REVISION]
#                         or REPOS=DIR for all below it] [HERCULES=PROGRAM]
#   make accept REPOS=DIR hold Leadline against git on all repositories below
#   make faults REPO=DIR  what a review finds of faults put into real changes
#   make documents REPOS=DIR
#                         findings about documents, drawn for checking
#   make requirements REPOS="DIR..." MEASURE=wording|precedent|opentimes|trace|recovery
#                         what is said of requirements, on repositories
#   make records REPOS=DIR
#                         what is understood of the records of repositories
#   make defects REPOS=DIR DATA=DIR
#                         how well orders of files find those with defects, on
#                         the results of repowise-bench [LABEL=NAME]
#   make forecasts REPOS=DIR
#                         how well forecasts of throughput held [ONLY=NAMES]
#   make schedules PSPLIB=DIR [RESULTS=DIR] [SEED=N]
#                         how short schedules of the instances of PSPLIB are
#   make changepoints DATA=DIR [LABELS=FILE] [HALF=even|odd|all]
#                         how well change points are found that people labelled,
#                         on SAP's performance-regression-data-set
#   make microbench       every Go benchmark [BENCH=REGEXP]
#   make build            bin/leadline, the same bytes wherever it is built
#   make assets           build the scripts of the browser pages from npm packages
#   make grammars         compile the grammars that source code is read with;
#                         needs Debian's clang, lld and wasi-libc
#   make format           format the code
#   make race             the tests under the race detector; needs a C compiler

REPO     ?= .
REV      ?= HEAD
FUZZTIME ?= 240
BENCH    ?= .
# command:package pairs: what checks use besides Go, and where Debian has it.
SYSTEM   := git:git node:nodejs npm:npm chromium:chromium

GO ?= go
# Given in full, since the environment may say otherwise in GOFLAGS. "auto"
# states the commit where there is one; in a source archive the sources do.
BUILD_FLAGS := -trimpath -buildvcs=auto

# The program is built without cgo, and so is all that checks it.
export CGO_ENABLED := 0

.DEFAULT_GOAL := build
.PHONY: review sarif-check browser-tools build run test check format-check lint law elsewhere reproducible fuzz bench accept faults documents records requirements defects forecasts changepoints schedules microbench format race system clean assets assets-check grammars grammars-check

build:
	$(GO) build $(BUILD_FLAGS) -o bin/ ./cmd/leadline

run: build
	bin/leadline -C '$(REPO)'

test: system browser-tools
	$(GO) test ./...

check: format-check lint law review elsewhere reproducible assets-check grammars-check sarif-check test

# The linter is built once, and again when its pin changes.
LINTER := bin/tools/golangci-lint
$(LINTER): tools/go.mod tools/go.sum
	cd tools && $(GO) build -o ../bin/tools/ tool
	@touch $@

format-check: $(LINTER)
	$(LINTER) fmt --diff

format: $(LINTER)
	$(LINTER) fmt

lint: $(LINTER)
	$(LINTER) run

law: build
	$(GO) test -run 'Law|Dependencies' ./internal
	bin/leadline architecture check --at HEAD
	bin/leadline record check --at HEAD
	bin/leadline requirements --at HEAD
	bin/leadline risk --at HEAD

# The last change, as anybody's is reviewed.
review: build
	bin/leadline review HEAD^..HEAD

# What is written as SARIF is valid, by a schema that is not ours.
sarif-check:
	cd tools/sarif && $(GO) run . ../../internal/surface/sarif/testdata/*.sarif

# Other platforms: everything compiles there, tests included.
elsewhere:
	GOOS=windows GOARCH=amd64 $(GO) vet ./...
	GOOS=darwin GOARCH=arm64 $(GO) vet ./...
	GOOS=windows GOARCH=amd64 $(GO) build $(BUILD_FLAGS) -o bin/elsewhere/ ./cmd/leadline
	GOOS=darwin GOARCH=arm64 $(GO) build $(BUILD_FLAGS) -o bin/elsewhere/ ./cmd/leadline

reproducible:
	GO='$(GO)' .ci/reproducible $(BUILD_FLAGS)

# The scripts of the browser pages are committed as built, so that a build of
# the program needs Go alone.
VENDOR := internal/surface/html/asset/vendor
assets:
	tools/web/build

assets-check: system
	cd $(VENDOR) && sha256sum -c SHA256SUMS
	@if command -v node >/dev/null && command -v npm >/dev/null; then \
		tools/web/build --check; \
	else \
		echo 'assets-check: ************************************************************' >&2; \
		echo 'assets-check: ONLY THE CHECKSUMS WERE CHECKED: there is no node or no npm here,' >&2; \
		echo 'assets-check: so nothing shows that $(VENDOR) is what tools/web builds' >&2; \
		echo 'assets-check: ************************************************************' >&2; \
	fi

# The grammars are committed as compiled, for the same reason. Compilers differ
# in the bytes that they write, so a check builds nothing: it holds the
# checksums of the grammars and of what they are built from.
COMPILER := clang:clang wasm-ld:lld npm:npm node:nodejs zstd:zstd
grammars:
	@.ci/system-packages $(COMPILER)
	@[ -e /usr/include/wasm32-wasi/stdlib.h ] || .ci/system-packages wasi-libc:wasi-libc wasi-builtins:libclang-rt-14-dev-wasm32
	tools/grammars/build

grammars-check:
	cd internal/source/code/sitter/grammar && sha256sum -c --quiet SHA256SUMS

fuzz:
	GO='$(GO)' .ci/fuzz '$(FUZZTIME)'

# Figures for docs/performance.md; the machine must have nothing else to do.
bench: build
	@$(GO) run ./internal/bench/speed -leadline bin/leadline \
		$(if $(REPOS),-repos '$(REPOS)',-repo '$(REPO)' -rev '$(REV)') $(if $(HERCULES),-hercules '$(HERCULES)')

# Figures for docs/agreement.md; fails where they are below the bars.
accept: build
	@$(GO) run ./internal/bench/accept -leadline bin/leadline -repos '$(REPOS)'

# Figures for docs/evidence/review.md: faults put into changes of REPO.
faults: build
	@$(GO) run ./internal/bench/faults -leadline bin/leadline -repo '$(REPO)'

# Figures for docs/evidence/documentation.md.
documents: build
	@$(GO) run ./internal/bench/documents -leadline bin/leadline -repos '$(REPOS)' $(if $(RULE),-rule '$(RULE)')

# Figures for docs/evidence/requirements.md; REPOS lists repositories, MEASURE is wording,
# precedent, opentimes, trace or recovery.
requirements:
	@$(GO) run ./internal/bench/requirements -measure '$(or $(MEASURE),wording)' $(ARGS) $(REPOS)

# Figures for docs/evidence/records.md; fails where a file is not told of.
records: build
	@$(GO) run ./internal/bench/records -leadline bin/leadline -repos '$(REPOS)'

# Figures for docs/evidence/defects.md. REPOS has a clone of each repository
# that is measured, named as DATA names it.
defects: build
	@$(GO) run ./internal/bench/defects -leadline bin/leadline -repos '$(REPOS)' -data '$(DATA)' $(if $(LABEL),-label '$(LABEL)')

# Figures for docs/forecast.md. OTHERS=1 measures the methods that were tried too.
forecasts:
	@$(GO) run ./internal/bench/forecasts -repos '$(REPOS)' -only '$(ONLY)' $(if $(OTHERS),-others)

# Figures for docs/duties/planning.md. The instances are github.com/zzq2000/PSPLIB's,
# say, and the best makespans, if they are elsewhere, github.com/ThomasK33/rcpsp.rs's.
schedules:
	@$(GO) run ./internal/bench/schedule -psplib '$(PSPLIB)' $(if $(RESULTS),-results '$(RESULTS)') $(if $(SEED),-seed $(SEED))

# Figures for docs/duties/performance.md. LABELS is rq3/annotations.json of
# mtucci/changepoint-performance-regression-study.
changepoints:
	@$(GO) run ./internal/bench/changepoints -data '$(DATA)' $(if $(LABELS),-labels '$(LABELS)') $(if $(HALF),-half '$(HALF)')

microbench:
	$(GO) test -run '^$$' -bench '$(BENCH)' -benchmem ./...

race: export CGO_ENABLED = 1
race: system
	$(GO) test -race ./...

# What tests look at pages with. Where npm is absent they skip, loudly.
AXE := tools/web/node_modules/.package-lock.json
browser-tools: $(AXE)
$(AXE): tools/web/package-lock.json | system
	@if command -v npm >/dev/null; then cd tools/web && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error; \
	else echo 'leadline: no npm: pages are not looked at in a browser' >&2; fi

system:
	@.ci/system-packages $(SYSTEM)

clean:
	rm -rf bin
