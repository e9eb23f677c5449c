/* A second thing that the library shows to everybody. */
__attribute__((visibility("default"))) int idp_helper(void);
int idp_helper(void) { return 0; }
