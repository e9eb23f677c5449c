/* A provider that keeps the contract, but for what the function DEFECT does to its table. */
#include "idp_plugin.h"

const idp_plugin_v1* good_entry(void);
void DEFECT(idp_plugin_v1* table);

static idp_plugin_v1 table;

__attribute__((constructor)) static void spoil(void) {
    table = *good_entry();
    DEFECT(&table);
}

const idp_plugin_v1* idp_plugin_entry_v1(void) { return &table; }
