# The kernels below $(KERNELS), a tree a folder, surveyed into $(OUT), a data set a folder, and each held against the next
# one by version: make -f many-kernels.mk -j 4 KERNELS=kernels OUT=data-sets [FLAGS='--cves vulns']
KERNELS ?= kernels
OUT ?= data-sets
DRIVERDEX ?= driverdex
FLAGS ?=

names := $(shell ls $(KERNELS) | sort -V)
sets := $(names:%=$(OUT)/%/manifest.json)
pairs := $(shell ls $(KERNELS) | sort -V | awk 'NR > 1 {print before ".to." $$0} {before = $$0}')

all: $(sets) $(pairs:%=$(OUT)/%.diff.ndjson)

$(OUT)/%/manifest.json: | $(OUT)
	$(DRIVERDEX) survey --tree $(KERNELS)/$* --out $(OUT)/$* $(FLAGS)

# Status 1 says that they differ.
$(OUT)/%.diff.ndjson: $(sets)
	$(DRIVERDEX) diff $(OUT)/$(firstword $(subst .to., ,$*)) $(OUT)/$(lastword $(subst .to., ,$*)) --format ndjson > $@ \
		|| test $$? -eq 1 || { rm -f $@; exit 2; }

$(OUT):
	mkdir -p $@

.PHONY: all
