# SPDX-License-Identifier: Apache-2.0
# make help lists the targets.

.DEFAULT_GOAL := all
.PHONY: help all executables manual plugin packages demo test bench lint sanitize fuzz format install uninstall packages-release test-versions model captures gui pictures clean

help: ## This list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1\t\2/p' Makefile | expand -t 24

all: executables plugin ## Build everything: build/bin and build/plugins

executables: ## Build fernwire in release, to which fernwire-server, fernwire-client and fernwiredump are links
	@scripts/build-executables.sh

manual: executables ## Make the man pages and the completions of bash, zsh and fish
	@scripts/build-manual.sh

plugin: ## Build the dissector for the Wireshark that is installed
	@scripts/build-plugin.sh

packages: ## Install the Debian packages that building and testing need
	@scripts/install-packages.sh build test

demo: ## Set up, run a session, show it encrypted and decrypted
	@scripts/demo.sh

test: ## Set up and run everything, from unit tests to tshark
	@scripts/test.sh

bench: executables plugin ## Measure everything beside its peers: ROWS="dissection crypto" for some, KEEP=yes to keep the ratios
	@scripts/bench.sh $(ROWS) $(if $(KEEP),--keep) $(OPTIONS)

lint: ## Fail on anything that make format would change, and on what breaks the structure
	@swift format lint --strict --parallel --recursive --configuration .swift-format Package.swift Sources Tests Plugins Examples Fuzz Benchmarks plugin
	@python3 scripts/structure.py

sanitize: ## Run tests under AddressSanitizer, ThreadSanitizer and valgrind
	@scripts/sanitize.sh $(OPTIONS)

fuzz: ## Fuzz everything, each target for MINUTES
	@scripts/fuzz.sh --seconds $$(( $(or $(MINUTES),1) * 60 )) $(OPTIONS)

format: ## Format all Swift sources
	@swift format --in-place --parallel --recursive --configuration .swift-format Package.swift Sources Tests Plugins Examples Fuzz Benchmarks plugin

install: manual plugin ## Put plugin, profile, programs and capture interface where they belong: PREFIX=FOLDER for the programs
	@PREFIX=$(PREFIX) scripts/install.sh install

uninstall: ## Remove what make install put there
	@PREFIX=$(PREFIX) scripts/install.sh uninstall

packages-release: ## Write Debian packages and archives for Wireshark 4.0, 4.4 and 4.6 into build/release, and try each in its system
	@scripts/install-packages.sh build release
	@scripts/packages/release.sh $(SUITES)
	@scripts/packages/test.sh $(SUITES)

test-versions: ## Run the plugin tests with Wireshark 4.4 and 4.6 and the plugins of make packages-release; after make test
	@scripts/install-packages.sh build release
	@scripts/test-versions.sh $(SUITES)

model: ## Search the model of two handshakes for attacks: OPTIONS=--deep for more
	@scripts/model.sh $(OPTIONS)

captures: executables plugin ## Write the library of generated sessions anew, without a difference
	@scripts/generate-captures.sh

gui: plugin ## Open the sample capture in Wireshark, decrypted
	@scripts/gui.sh

pictures: executables plugin ## Make docs/pictures anew, from the real Wireshark under Xvfb
	@scripts/pictures.sh

clean: ## Remove all that was built
	rm -rf .build .build-* Benchmarks/.build* build
