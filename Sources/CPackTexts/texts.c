#include "CPackTexts.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

#define TEXT(name) \
  CPackText ctexts_##name(void) { return (CPackText){name, sizeof name}; }

static const uint8_t modelling_file[] = {
#embed "../../templates/modeling_pruning_encoder.py"
};
TEXT(modelling_file)

static const uint8_t card[] = {
#embed "../../templates/README.md.template"
};
TEXT(card)

static const uint8_t card_without_marks[] = {
#embed "../../templates/README.unmarked.md.template"
};
TEXT(card_without_marks)

static const uint8_t export_card[] = {
#embed "../../templates/EXPORT.md.template"
};
TEXT(export_card)

static const uint8_t graph_card[] = {
#embed "../../templates/ONNX.md.template"
};
TEXT(graph_card)

static const uint8_t github[] = {
#embed "../../templates/ci/github.yml"
};
TEXT(github)

static const uint8_t github_publish[] = {
#embed "../../templates/ci/github_publish.yml"
};
TEXT(github_publish)

static const uint8_t gitlab[] = {
#embed "../../templates/ci/gitlab.yml"
};
TEXT(gitlab)

static const uint8_t pre_commit[] = {
#embed "../../templates/ci/pre-commit.yml"
};
TEXT(pre_commit)

static const uint8_t tree_chain[] = {
#embed "../PackPythonCode/Tree/read_python/chain.py"
};
TEXT(tree_chain)

static const uint8_t tree_text[] = {
#embed "../PackPythonCode/Tree/read_python/text.py"
};
TEXT(tree_text)

static const uint8_t tree_names[] = {
#embed "../PackPythonCode/Tree/read_python/names.py"
};
TEXT(tree_names)

static const uint8_t tree_expressions[] = {
#embed "../PackPythonCode/Tree/read_python/expressions.py"
};
TEXT(tree_expressions)

static const uint8_t tree_statements[] = {
#embed "../PackPythonCode/Tree/read_python/statements.py"
};
TEXT(tree_statements)

static const uint8_t tree_main[] = {
#embed "../PackPythonCode/Tree/read_python/main.py"
};
TEXT(tree_main)

static const uint8_t hub_beginning[] = {
#embed "../PackHub/Client/hub_client/beginning.py"
};
TEXT(hub_beginning)

static const uint8_t hub_failures[] = {
#embed "../PackHub/Client/hub_client/failures.py"
};
TEXT(hub_failures)

static const uint8_t hub_looking[] = {
#embed "../PackHub/Client/hub_client/looking.py"
};
TEXT(hub_looking)

static const uint8_t hub_sending[] = {
#embed "../PackHub/Client/hub_client/sending.py"
};
TEXT(hub_sending)

static const uint8_t hub_committing[] = {
#embed "../PackHub/Client/hub_client/committing.py"
};
TEXT(hub_committing)

static const uint8_t hub_main[] = {
#embed "../PackHub/Client/hub_client/main.py"
};
TEXT(hub_main)

static const uint8_t run_package[] = {
#embed "../PackValidation/Running/run_package.py"
};
TEXT(run_package)

static const uint8_t battery[] = {
#embed "../PackValidation/Running/Battery/battery.json"
};
TEXT(battery)
