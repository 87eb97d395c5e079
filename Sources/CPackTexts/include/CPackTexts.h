#pragma once

#include <stddef.h>
#include <stdint.h>

// Files of this repository that the command carries, each as it is. `#embed` takes no time; as resources of SwiftPM they become
// literals of Swift, with which the compiler was busy for more than a minute.

/// A text: its bytes, for as long as the process lives, and their count. No zero follows them.
typedef struct {
  const uint8_t *start;
  size_t count;
} CPackText;

// templates/

CPackText ctexts_modelling_file(void);
CPackText ctexts_card(void);
CPackText ctexts_card_without_marks(void);
CPackText ctexts_export_card(void);
CPackText ctexts_graph_card(void);
CPackText ctexts_github(void);
CPackText ctexts_github_publish(void);
CPackText ctexts_gitlab(void);
CPackText ctexts_pre_commit(void);

// Sources/PackPythonCode/Tree/read_python/

CPackText ctexts_tree_chain(void);
CPackText ctexts_tree_text(void);
CPackText ctexts_tree_names(void);
CPackText ctexts_tree_expressions(void);
CPackText ctexts_tree_statements(void);
CPackText ctexts_tree_main(void);

// Sources/PackHub/Client/hub_client/

CPackText ctexts_hub_beginning(void);
CPackText ctexts_hub_failures(void);
CPackText ctexts_hub_looking(void);
CPackText ctexts_hub_sending(void);
CPackText ctexts_hub_committing(void);
CPackText ctexts_hub_main(void);

// Sources/PackValidation/Running/

CPackText ctexts_run_package(void);
CPackText ctexts_battery(void);
