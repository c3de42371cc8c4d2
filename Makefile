# Everything is fetched or built by itself, without root, into ~/.cache/lvs-operator (LVS_LAB_CACHE moves it).
MAVEN = deploy/lab/maven -B -ntp
SHELL = /bin/bash

.DEFAULT_GOAL := help
.PHONY: demo demo-cluster test verdicts failover bench build images format crds manual classes clean help

demo: ## The guide's example with real packets: YAML in, balanced requests out. No root, nothing is changed.
	@deploy/lab/demo

demo-cluster: ## The same on a Kubernetes cluster of three real nodes: install, balance, drain, lose a node. No root, no Docker.
	@deploy/lab/demo-cluster

test: ## Every test: units, a real API server, a real IPVS kernel. Ends with how many passed and failed.
	@.ci/test

verdicts: ## Every row of the feature table with its verdict, by the tests that prove it alone. Fails unless all hold.
	@$(MAKE) --no-print-directory build
	@deploy/lab/verdicts

failover: ## Faults of two directors at random, in the lab's kernel: never two answer. TRIALS=200, SEED=n of an earlier run.
	@$(MAKE) --no-print-directory build
	@deploy/lab/failover

bench: ## Speed and memory of the agent, side by side with ipvsadm, moby/ipvs and C, in the lab's kernel. An hour.
	@deploy/lab/prepare
	@$(MAVEN) -q package -DskipTests
	@deploy/bench/run

build: ## Compile and package, without tests.
	@$(MAVEN) -q package -DskipTests

images: ## The container images as OCI tars (deploy/target/images), without a container engine.
	@$(MAVEN) -q package -DskipTests -Pimages

format: ## Bring all Java sources into shape (google-java-format).
	@$(MAVEN) -q -N process-sources -Dformat=rewrite

crds: ## Write the CRDs (crds/yaml) anew from the records they are made of.
	@$(MAVEN) -q -pl crds test -Dtest=DefinitionsTest -Dcrds=write

manual: ## Write the manual pages and shell completions of lvs anew from its commands.
	@$(MAVEN) -q -pl node-agent -am test -Dtest=GeneratedFilesTest -Dcli=write -Dsurefire.failIfNoSpecifiedTests=false

classes: ## Write anew which classes operator and agent load, from which the AOT caches of their images are made.
	@$(MAVEN) -q package -DskipTests
	@. deploy/lab/common.sh && cd deploy && "$$(java25)" -Dclasses=write -cp "target/test-classes:target/classes:$$(cat target/class-path)" \
	  org.junit.platform.console.ConsoleLauncher execute --disable-banner --details=none --select-method=dev.lvs.deploy.image.ImagesIT#operatorAndAgentWorkTogetherAndStartFromTheirCaches

clean: ## Remove what the build made; the lab's cache stays.
	@$(MAVEN) -q clean

help: ## This list.
	@sed -n 's/^\([a-z-]*\): ## /\1\t/p' $(MAKEFILE_LIST) | expand -t 14
