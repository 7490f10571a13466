/* A library like any other. (Its linker script exports a table that isn't there.) */
int not_a_chef(void);
int not_a_chef(void) { return 42; }
