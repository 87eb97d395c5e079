#ifndef CPACKMEMORY_H
#define CPACKMEMORY_H

/// Makes a process that the system gives no more memory end with a message and exit code 2.
///
/// The Swift runtime ends a process whose allocation fails with a signal, as it does where the program is wrong. To tell
/// one from the other, allocations that failed are noted. Only a program may ask for this, never a library.
///
/// Where the C library is not glibc, nothing is done.
void pack_end_without_memory(const char *message);

#endif
