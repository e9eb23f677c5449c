// SPDX-License-Identifier: Apache-2.0
package org.idpplugin;

/**
 * idp.host.kv/1: a small store with expiry that all processes and nodes of the deployment share. One that throws makes no
 * login fail.
 */
public interface KeyValueStore {
    /** Null if key is absent or expired. */
    byte[] get(String key) throws Exception;

    void put(String key, byte[] value, int ttlMs) throws Exception;

    /** True for exactly one of several callers. */
    boolean putIfAbsent(String key, byte[] value, int ttlMs) throws Exception;
}
