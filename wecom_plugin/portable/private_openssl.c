// The OpenSSL inside the portable library belongs to it alone, default library context included.

#include <openssl/crypto.h>

int __real_OPENSSL_init_crypto(uint64_t options, const OPENSSL_INIT_SETTINGS* settings);
int __wrap_OPENSSL_init_crypto(uint64_t options, const OPENSSL_INIT_SETTINGS* settings);

// The linker leads every call to OPENSSL_init_crypto here, those of OpenSSL itself too, so that whoever is the first
// starts it so: without openssl.cnf, which is written for the version of the system, and without an end at exit(), when
// threads may still be at work.
int __wrap_OPENSSL_init_crypto(uint64_t options, const OPENSSL_INIT_SETTINGS* settings) {
    const uint64_t ours = OPENSSL_INIT_NO_LOAD_CONFIG | OPENSSL_INIT_NO_ATEXIT;
    return __real_OPENSSL_init_crypto((options & ~(uint64_t)OPENSSL_INIT_LOAD_CONFIG) | ours, settings);
}
